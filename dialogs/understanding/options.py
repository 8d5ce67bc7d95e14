"""The answer to a question that was asked, in whatever words it comes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dialogs.text.expression import Expression
from dialogs.text.sentences import SentenceWords

_FILLER = Expression(r"[\s,.。!?;:、~…]+|(?<=.)[啊呀呢吧哦噢嘞哈哇诶的了]{1,8}$")
_YES = Expression(
    r"(?:嗯+|恩+|是的?|对的?|对啊|有的?|好的?|可以|没错|是啊|yes|y|ok|确实|当然|可不是|系|中|要得|肯定)[啊呀呢吧哦的了]*"
)
_NO = Expression(
    r"(?:没有?|不是|没呢|没有呢|没有啊|否|不|木有|没得|冇|唔系|no|n|nope|还没有?|应该(?:还)?没有?|好像(?:还)?没有?|暂时没有?|没有过|从来没有?|应该不是|并没有?)[啊呀呢吧哦的了]*"
)
_UNSURE = Expression(
    r"(?:我)?(?:也)?(?:不知道|不清楚|不确定|不晓得|不太?(?:清楚|确定|懂|记得)|记不(?:清|得|住)了?|忘(?:记)?了?|说不(?:准|好|清)|没(?:注意|留意|看|印象)|搞不清|唔知|不懂|看不(?:到|出|懂)|不会看|随便|都行)[啊呀呢吧哦的了楚]*"
)
_POSITION = Expression(r"(?:选|第)?([1-9一二三四五六七八九a-i])(?:个|项|号|条)?")
_POSITIONS = (
    {c: i for i, c in enumerate("一二三四五六七八九")}
    | {str(i + 1): i for i in range(9)}
    | {c: i for i, c in enumerate("abcdefghi")}
)
_NEGATIVE = frozenset(
    {"not_yet", "not_contacted", "nothing", "not_paid", "not_accepted", "none", "stopped", "not_involved", "one"}
)
_AFFIRMATIVE = frozenset({"received", "reported", "paid", "accepted", "several"})
_CLOSE = 0.6
DONE_ONLY = {
    "still_in_contact": frozenset({"sharing_screen", "asked_for_more"}),
    "given_away": frozenset({"id_photo", "card", "code", "screen"}),
    "tool_stage": frozenset({"installed", "gave_code"}),
    "recovery_stage": frozenset({"shared_screen"}),
    "police": frozenset({"reported"}),
}
"""Options of what was done, which nobody tells who says that it was not: 「没有共享屏幕」."""
_BY_NAME = frozenset({"digital_yuan"})  # options that nobody tells without their name
_UNKNOWN = "unknown"  # also where a question has no such option


def choose(
    options: Mapping[str, Sequence[str]],
    text: str,
    value: str | None,
    said: str | None,
    words: SentenceWords,
    ranked: Sequence[tuple[str, float]] = (),
    *,
    otherwise: bool = True,
) -> str | None:
    """The option id, amount or time that plain `text` answers, None when it answers nothing.

    Args:
        options: for each option id its wordings, plain.
        text: what the person typed, plain.
        value: the amount or time in it, for a question that takes one.
        said: what was read of this question in it.
        words: what denies.
        ranked: the situations it may tell of, the likeliest first.
        otherwise: whether likeness to a wording counts where nothing was read.

    A wording of an option comes first, then a value, then yes, no, "don't know" and a place in the list, then what was
    read, then a situation, then a wording inside the text, then the nearest wording.
    """
    plain = _bare(text)
    wordings = {option: tuple(map(_bare, wording)) for option, wording in options.items()}
    if found := _exact(plain, wordings) or value or _shortly(plain, options):
        return found
    if said in options or said == _UNKNOWN:
        return said
    if situation := next((name for name, score in ranked if name in options and score >= _CLOSE / 2), None):
        return situation
    return (_contained(plain, wordings, words) or _nearest(plain, wordings)) if otherwise else None


def may_be_meant(option: str, question: str, told: Mapping[str, str]) -> bool:
    """Whether an option may be what a model takes it for, beside what words tell, by question.

    One that is always called by its name needs its words; a number given away (「手机号也给他了」) was not paid to, a
    code (「验证码我给了他一个」) is no money, and who is sent to the police (「165打了 叫我去派出所」)
    was not there yet.
    """
    given = option == "phone" and "given_away" in told
    given = given or (option == "paid" and question == "money_gone" and "given_away" in told and "amount" not in told)
    sent = option == "reported" and told.get(question) == "not_yet" and told.get("official_asks") == "come"
    return not (given or sent) and (option not in _BY_NAME or told.get(question) == option)


def is_bare(plain: str) -> bool:
    """Whether plain text is a yes, a no or a "don't know" and nothing else: it tells only of what was asked."""
    text = _bare(plain)
    return not text or any(pattern.fullmatch(text) for pattern in (_YES, _NO, _UNSURE))


def _shortly(plain: str, options: Mapping[str, Sequence[str]]) -> str | None:
    """Answers of a word or two: don't know, no, yes, the second one."""
    ids = tuple(options)
    if _UNSURE.fullmatch(plain):
        return _UNKNOWN
    for pattern, meaning in ((_NO, _NEGATIVE), (_YES, _AFFIRMATIVE)):
        if pattern.fullmatch(plain):
            fitting = [option for option in ids if option in meaning]
            return fitting[0] if len(fitting) == 1 else None
    if (match := _POSITION.fullmatch(plain)) and (place := _POSITIONS[match[1]]) < len(ids):
        return ids[place]
    return None


def _exact(plain: str, wordings: Mapping[str, Sequence[str]]) -> str | None:
    return next((option for option, words in wordings.items() if plain in words or plain == option), None)


def _contained(plain: str, wordings: Mapping[str, Sequence[str]], words: SentenceWords) -> str | None:
    """The one option whose longest wording stands in the text, unless a denial stands before it."""
    found: dict[str, int] = {}
    for option, said in wordings.items():
        for word in said:
            at = plain.find(word) if len(word) > 1 else -1
            if at >= 0 and not words.denied_before(plain[:at]):
                found[option] = max(found.get(option, 0), len(word))
    best = sorted(found, key=lambda option: -found[option])
    if not best or (len(best) > 1 and found[best[0]] == found[best[1]]):
        return None
    return best[0]


def _nearest(plain: str, wordings: Mapping[str, Sequence[str]]) -> str | None:
    """The option with the wording most like the text, if it is like enough and none other nearly as much."""
    scores = sorted(
        ((max((_likeness(plain, word) for word in words), default=0.0), option) for option, words in wordings.items()),
        reverse=True,
    )
    if not scores or scores[0][0] < _CLOSE or (len(scores) > 1 and scores[1][0] > scores[0][0] - 0.1):
        return None
    return scores[0][1]


def _likeness(a: str, b: str) -> float:
    """Dice's coefficient of the two texts' characters and pairs of characters."""
    first, second = _pieces(a), _pieces(b)
    return 2 * len(first & second) / (len(first) + len(second)) if first and second else 0.0


def _pieces(text: str) -> frozenset[str]:
    return frozenset(text) | {text[i : i + 2] for i in range(len(text) - 1)}


def _bare(text: str) -> str:
    return _FILLER.sub("", text)
