"""Word lists: a line adds phrases, a line with a minus takes them out, and what cannot be read is named by its line."""

import pytest

from bot.domain.coach_lexicon import File, LexiconBroken, build, inflected


def found(text: str, *files: tuple[str, str], own: str = "") -> dict[str, list[str]]:
    """What the lists find in a text: the words of each phrase, by kind."""
    lists = [File(f"en/{name}.txt", name, content) for name, content in files]
    lexicon = build(lists, [File("own/person.txt", "person", own)] if own else ())
    read = lexicon.read(text)
    return {
        kind: [text[read.starts[first] : read.ends[last - 1]] for first, last in spans]
        for kind, spans in lexicon.find(read).items()
    }


PERSON = ("person", "# a list\n[trait]\ncareless | lazy  # two\n\n[noun]\nslacker\n")


def test_phrases_are_found_by_list_and_section() -> None:
    assert found("A lazy, careless Slacker", PERSON) == {
        "person.trait": ["lazy", "careless"],
        "person.noun": ["Slacker"],
    }


def test_a_company_adds_words_and_takes_some_out() -> None:
    assert found("lazy gongoozler", PERSON, own="[trait]\n-lazy\ngongoozler\n") == {"person.trait": ["gongoozler"]}


def test_a_verb_with_a_tilde_stands_for_its_regular_forms() -> None:
    assert inflected("stop~") == ["stop", "stops", "stopped", "stopping"]
    assert inflected("carry on~"[:-4] + " on~") == ["carry on", "carries on", "carried on", "carrying on"]
    assert inflected("arrive~") == ["arrive", "arrives", "arrived", "arriving"]


def test_traditional_characters_are_read_as_simplified_ones_in_lists_and_texts() -> None:
    files = (("characters", "責责 沒没"), ("person", "[phrase]\n没责任\n"))
    assert found("沒責任", *files) == found("没责任", *files) | {"person.phrase": ["沒責任"]}


@pytest.mark.parametrize(
    ("own", "line"),
    [
        ("careless", 1),
        ("[trait]\nslow\n\n|\n", 4),
        ("[trait]\nslow |\n", 2),
        ("[trait\n", 1),
        ("# fine\n[traits]\nslow\n", 2),
        ("[trait]\n...\n", 2),
    ],
)
def test_a_line_that_cannot_be_read_is_named(own: str, line: int) -> None:
    with pytest.raises(LexiconBroken) as broken:
        found("", PERSON, own=own)

    assert (broken.value.file, broken.value.line) == ("own/person.txt", line)
    assert str(broken.value).startswith(f"own/person.txt, line {line}: ")


def test_a_pair_of_characters_that_is_none_is_named() -> None:
    with pytest.raises(LexiconBroken) as broken:
        found("", ("characters", "責责\n沒没有\n"))

    assert broken.value.line == 2
