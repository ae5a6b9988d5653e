"""How good or bad a cell says something felt: numbers, stars, arrows, percent, faces and words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from types import MappingProxyType
from typing import NamedTuple

from journeyeditor.exchange.scales import FIVE, OWN, Scale, scale_of

_FACES = MappingProxyType(
    {
        2: "😀😃😄😁😍🤩🥰🎉❤🥳😆🤗💚😻",
        1: "🙂😊😌👍😇☺😎😺🟢✅😏🤭",
        0: "😐😶🤔😑🫤🟡🤨🟨",
        -1: "🙁😬😕😟☹👎😒😔😞😥😓😰😨🥱😣😖🟠🤷😳🙄🥺",
        -2: "😠😡😤😢😭🤬💔😱😫😩🔴❌😵😿👿",
    }
)
_SHORTCODES = MappingProxyType(
    {
        2: "grinning smiley smile grin laughing heart_eyes star_struck tada heart joy partying_face",
        1: "slightly_smiling_face blush relieved thumbsup +1 relaxed sunglasses wink",
        0: "neutral_face no_mouth thinking expressionless thinking_face",
        -1: "slightly_frowning_face confused worried frowning frowning_face thumbsdown -1 unamused pensive disappointed tired_face yawning_face",
        -2: "angry rage triumph cry sob cursing_face broken_heart scream tired persevere",
    }
)
_SIGNS = MappingProxyType(
    {
        ":-)": 1, ":)": 1, ":-D": 2, ":D": 2, ":-|": 0, ":|": 0, ":-/": -1, ":/": -1, ":-(": -1, ":(": -1, ">:(": -2,
        "↑": 2, "⬆": 2, "↗": 1, "⬈": 1, "→": 0, "➡": 0, "↔": 0, "↘": -1, "⬊": -1, "↓": -2, "⬇": -2,
        "+++": 2, "++": 2, "+": 1, "+/-": 0, "±": 0, "0": 0, "-": -1, "--": -2, "---": -2, "−": -1, "−−": -2, "–": -1, "––": -2,
        "▲": 1, "▼": -1, "△": 1, "▽": -1,
    }
)  # fmt: skip
#: Feelings by score; a word in the text counts if it begins so ("frustrat" finds "frustrated").
_WORDS = MappingProxyType(
    {
        2: """excellent outstanding superb utmärkt fremragende utmerket ausgezeichnet hervorragend erinomai 开心 兴奋 delight thrill excit ecstatic love enthusias amaz overjoyed elated proud inspir wow aha eager fantastic great joy
            förtjust lycklig stolt entusias jätteglad begejstr begeistr lykkelig stolt henrykt
            begeistert stolz glücklich innostun onnelli ylpe ihastu animad encantad orgulh ravi heureu enchant blij trots enthousiast радость восторг""",
        1: """好奇 高兴 满意 期待 放心 happy glad pleas reliev satisf hopeful hope curious curios interest confiden calm content positive comfort trust secure security optimis at-ease relaxed good
            reassur empower supported motivat welcome engaged anticipat expectant nice okay-good intrigued grateful safe peace fine understood control creativ
            nöjd lättad nyfiken hoppfull trygg intresserad lugn positiv tillfreds bra säker förväntansfull tacksam
            fornøyd lettet nysgjerrig håpefull rolig interessert tillit trygg god fornøjet tilfreds nysgerrig håbefuld interesseret tryg glæde glad forventningsfull forventningsfuld
            zufrieden erleichtert neugierig hoffnungsvoll froh interessiert sicher ruhig gut vertrau gespannt
            tyytyväi helpottun utelia toiveika iloinen kiinnostun rauhalli luottav hyvä turvalli
            content confian curieu rassur satisf soulag optimist nieuwsgierig tevreden opgelucht hoopvol rustig satisfech esperanç alegr aliviad leveza controle paz interés интерес уверен спокой удобн любопыт удовлетвор лояльн 興味 期待 満足 安心 嬉しい""",
        0: """fair average okej godkänd middels mittelmäßig kohtalai 一般 neutral indifferent ok okay so-so mixed flat neutr
            neutral likgiltig varken nøytral likegyldig neutral ligeglad gleichgültig neutraali välinpitämät yhdentekev нейтральн 普通""",
        -1: """poor weak dålig dårlig mangelhaft heikko 焦虑 困惑 担心 失望 犹豫 tungvin krånglig krångl besværlig umständlich hankala awkward clumsy anxious anxiety worr confus unsure uncertain impatien bored sceptic skeptic cautious wary irritat annoy sad negative lost doubt nervous disappoint hesit tired stress concern
            distrust unclear suspicio insecure frict unhappy dissatisf bad dread puzzled restless resign overload tense
            orolig förvirrad osäker otålig uttråkad skeptisk irriterad ledsen sur negativ tveksam besviken nervös stressad trött missnöjd vilse misstänksam
            bekymret forvirret usikker utålmodig skeptisk irritert trist lei skuffet nervøs stresset misfornøyd bekymr urolig utålmodig irriteret ked skuffet stresset utilfreds træt kjed
            unsicher verunsicher verwirrt ungeduldig gelangweilt skeptisch genervt traurig besorgt nervös enttäuscht gestresst müde unzufrieden ängstlich verärgert schlecht
            huolestun hämmentyn epävarm kärsimät tylsisty epäilev ärsyyntyn surullin pettyn hermostu väsyn stressaantu tyytymät huono
            inquiet stressé confus déçu perdu impatient ennuy agac bezorgd onzeker verward ongeduldig geïrriteerd teleurgesteld moe confundid ansios nervios decepcion gefrustreerd frustra ceticis cética medo dúvida preocup insegur недоверие сомнен тревог лень усталост волнение недовольств страх 不安 心配 迷い""",
        -2: """terrible awful horribl usel elendig miserabel surkea kamala 愤怒 生气 沮丧 frustrerende frustrerande frustrierend turhauttav frustrat angry anger furious overwhelm desperat hate rage panic despair helpless outrag disgust miserable
            frustrerad arg rasande förtvivlad överväldigad hatar frustrert rasende fortvilet sint overveldet frustreret vred fortvivlet overvældet
            frustriert wütend verzweifelt überfordert panik turhautun vihai epätoivoi raivois
            furieu énervé colère boos woedend enfadad furios разочаров злость злой гнев 怒り 不満""",
    }
)
_NEGATIONS = re.compile(
    r"\b(?:not|no|never|without|hardly|inte|ej|ikke|ikkje|nicht|kein|keine|ei|não|no longer|не|нет)\b\s*(?:\w+\s+)?$",
    re.IGNORECASE,
)
_STRONG = re.compile(
    r"\b(?:very|extremely|really|super|totally|so|mycket|väldigt|jätte|otroligt|veldig|svært|kjempe|meget|enormt|sehr|äußerst|total|"
    r"erittäin|todella|hyvin|tosi|très|muy|erg|zeer|heel)\s+$"
)
_SLIGHT = re.compile(
    r"\b(?:slightly|somewhat|a bit|a little|mildly|lite|något|litt|noe|lidt|noget|etwas|ein wenig|leicht|hieman|vähän|un peu|un poco|een beetje)\s+$"
)
_SHORTCODE = re.compile(r":([a-z0-9_+-]{1,30}):")
_STARS = re.compile(r"[★⭐🌟✭✮]|[☆✩]")
_IN_BRACKETS = re.compile(r"(.+?)\s*\(([^()]{1,80})\)\.?")
_FACE = re.compile(
    "[\U0001f600-\U0001f64f\U0001f910-\U0001f917\U0001f920-\U0001f92f\U0001f970-\U0001f97a☹☺]"
)
_FULL, _HOLLOW, _BARS = frozenset("●⬤◉■▮▰🔵"), frozenset("○◯□▯▱⚪"), "▁▂▃▄▅▆▇█"
_SIGNED = re.compile(r"(\+{1,3}|-{1,3}|[−–])\s+(\S.*)", re.DOTALL)
_FRACTION = re.compile(r"([+\-−–]?\d+(?:[.,]\d+)?)\s*(?:/|of|av|von|out of)\s*(\d+)(?!\d)")
_PERCENT = re.compile(r"(\d+(?:[.,]\d+)?)\s*%")
_NUMBER = re.compile(r"(?<![\w.,/])([+\-−]?\d+(?:[.,]\d+)?)(?![\w/%]|[.,]\d)")
_ONLY_NUMBER = re.compile(r"[+\-−]?\d+(?:[.,]\d+)?")
#: A score with its sign in brackets: "Annoyed (-1) at first".
_SCORED = re.compile(r"\(([+\-−]\d+(?:[.,]\d+)?)\)")
#: Cells that are nothing but a grade or a level.
_LEVELS = MappingProxyType(
    {
        2.0: "a,a+,very high,mycket hög,veldig høy,meget høj,sehr hoch,erittäin korkea",
        1.0: "b,high,hög,høy,høj,hoch,korkea,b+",
        0.0: "c,medium,moderate,medel,mellan,middels,mellem,mittel,keskitaso",
        -1.0: "d,low,låg,lav,niedrig,gering,matala",
        -2.0: "e,f,very low,mycket låg,veldig lav,meget lav,sehr niedrig,erittäin matala",
    }
)
#: Between two feelings, the second of which follows the first.
_CHANGE = re.compile(r"\s*(?:→|➡️?|⟶|⇒|=>|->|–>|—>)\s*")
_RANGE = re.compile(r"([+\-−–]?\d+)\s*(?:…|\.{2,3}|–|—|-|to|till|til|bis|/)\s*([+\-−]?\d+)")
_COLOURS = MappingProxyType({"green": 1.0, "yellow": 0.0, "orange": -1.0, "red": -2.0})
_TONES = re.compile("[\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


class Feeling(NamedTuple):
    """A score from −2 to +2 (None: not said), what is left to say, and whether it is an estimate."""

    score: float | None
    reason: str
    is_estimate: bool = False


def scale_in(heading: str) -> Scale | None:
    """The scale that a heading gives in figures: (-2…+2), 1–5, 1-10."""
    match = _RANGE.search(heading)
    if match is None:
        return None
    low, high = (float(part.replace("−", "-").replace("–", "-")) for part in match.groups())
    return Scale(low, high) if low < high and high - low <= 100 else None


def scale_of_cells(cells: Sequence[str]) -> Scale | None:
    """The scale of a row of cells that are numbers; None if they fit none."""
    words = [_last_number(cell.strip()) for cell in cells]
    numbers = [number for cell in words if (number := _only_number(cell)) is not None]
    signed = any(
        cell[:1] in "+-−" or cell == "0" for cell in words if _only_number(cell) is not None
    )
    if signed and all(OWN.holds(number) for number in numbers):
        return OWN
    return scale_of(numbers, FIVE) if numbers else FIVE


def _last_number(words: str) -> str:
    """The figure in brackets in a cell, or the cell."""
    match = _SCORED.search(words) or re.search(r"\((\d+(?:[.,]\d+)?)\)$", words)
    return match[1] if match else words


def feelings_in(cell: str, scale: Scale | None) -> list[Feeling]:
    """The feelings of a cell, several where it describes a change (😐→😟)."""
    if (level := _level(cell)) is not None:
        return [Feeling(level, "")]
    scored = list(_SCORED.finditer(cell))
    if len(scored) > 1:
        ends = [0, *(match.end() for match in scored)]
        return [feeling_in(cell[a:b].strip(" ,;"), scale) for a, b in pairwise(ends)]
    parts = [part for part in _CHANGE.split(cell.strip()) if part.strip()]
    if len(parts) > 1 and all(feeling_in(part, scale).score is not None for part in parts):
        return [feeling_in(part, scale) for part in parts]
    if "/" in cell and _FRACTION.search(cell) is None:
        halves = [part.strip() for part in cell.split("/") if part.strip()]
        if len(halves) > 1 and all(_face(part)[0] is not None for part in halves):
            return [feeling_in(part, scale) for part in halves]
    return [feeling_in(cell, scale)]


def feeling_in(cell: str, scale: Scale | None) -> Feeling:
    """The feeling of a cell; signs and figures go before words, and the words stay as the reason."""
    words = cell.strip()
    for reader in (_stars, _dots, _fraction, _percent, _sign, _face):
        score, rest = reader(words)
        if score is not None:
            return Feeling(score, rest)
    score, rest = _number(words, scale)
    if score is not None:
        return Feeling(score, rest)
    estimate = _estimate(words)
    return Feeling(estimate, words, is_estimate=estimate is not None)


def has_feeling(words: str) -> bool:
    """Whether words say how something felt."""
    return feeling_in(words, FIVE).score is not None


def is_feeling(words: str) -> bool:
    """Whether words are nothing but a feeling, as a face or as figures: "🙂", "4/5"."""
    feeling = feeling_in(words, None)
    return feeling.score is not None and not feeling.reason


def feeling_at_end(words: str) -> tuple[str, str]:
    """Words and the face or figure behind them: "pays by card 🙂"; the second is "" if there is none."""
    if match := _IN_BRACKETS.fullmatch(words.rstrip()):
        said, within = match.groups()
        if any(sign in _faces() for sign in within):
            return said.rstrip(), within
    head, _, tail = words.rstrip().rpartition(" ")
    is_figure = head and re.search(r"\w", tail) is None
    if head and is_feeling(tail) and (is_figure or _FRACTION.fullmatch(tail.strip("()"))):
        return head.rstrip(" –—-,;:(").rstrip(), tail.strip("()") or tail
    return words, ""


def begins_with_sign(words: str) -> bool:
    """Whether the first sign of a cell is a face, a light or the like."""
    return _TONES.sub("", words.strip())[:1] in _faces()


def begins_with_face(words: str) -> bool:
    """Whether words are a face and what is said of the feeling: "😡 app crashes"."""
    return begins_with_sign(words) and bool(_FACE.match(words.strip()))


def score_of_colour(colour: str) -> float | None:
    """The score that a background in green, yellow, orange or red means."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    if max(red, green, blue) - min(red, green, blue) < 16:
        return None
    if blue >= max(red, green):
        return None
    if green > red + 12:
        return _COLOURS["green"]
    if green > red * 0.88:
        return _COLOURS["yellow"]
    return _COLOURS["orange"] if green > red * 0.62 and green > blue + 24 else _COLOURS["red"]


def _value(words: str) -> float:
    return float(words.replace("−", "-").replace("–", "-").replace(",", "."))


def _only_number(words: str) -> float | None:
    return _value(words) if _ONLY_NUMBER.fullmatch(words) and len(words) < 12 else None


def _stars(words: str) -> tuple[float | None, str]:
    signs = _STARS.findall(words)
    full = sum(sign not in "☆✩" for sign in signs)
    if not signs or not full:
        return None, words
    return _rounded(Scale(1, max(len(signs), 5)).valence(full)), _rest(_STARS.sub("", words))


def _dots(words: str) -> tuple[float | None, str]:
    """A row of full and empty signs, or the height of a bar."""
    signs = "".join(words.split())
    if len(signs) == 1 and signs in _BARS:
        return _rounded(Scale(0, len(_BARS) - 1).valence(_BARS.index(signs))), ""
    full = sum(sign in _FULL for sign in signs)
    if len(signs) < 3 or full + sum(sign in _HOLLOW for sign in signs) < len(signs):
        return None, words
    return _rounded(Scale(1, max(len(signs), 5)).valence(max(full, 1))), ""


def are_signed(cells: Sequence[str]) -> bool:
    """Whether the cells of a lane score with + and -, so that - is not an empty one."""
    words = [cell.strip(" `*_") for cell in cells]
    return any(word and (not word.strip("+") or (signed(word)[0] or 0) > 0) for word in words)


def signed(words: str) -> tuple[float | None, str]:
    """A line that begins with its sign: "+ clear prices", "- long queue"."""
    match = _SIGNED.fullmatch(words.strip())
    return (_SIGNS[match[1]], match[2]) if match else (None, words)


def _fraction(words: str) -> tuple[float | None, str]:
    match = _FRACTION.search(words)
    if match is None or not (1 < _value(match[2]) <= 100 and _value(match[1]) <= _value(match[2])):
        return None, words
    best = _value(match[2])
    worst = 0 if best > 10 or _value(match[1]) < 1 else 1
    score = Scale(worst, best).valence(_value(match[1]))
    return _rounded(score), _rest(words[: match.start()] + words[match.end() :])


def _percent(words: str) -> tuple[float | None, str]:
    match = _PERCENT.search(words)
    if match is None or _value(match[1]) > 100:
        return None, words
    score = Scale(0, 100).valence(_value(match[1]))
    return _rounded(score), _rest(words[: match.start()] + words[match.end() :])


def _sign(words: str) -> tuple[float | None, str]:
    """A sign that is the whole cell, or stands at its beginning or end."""
    bare = _TONES.sub("", words)
    if bare in _SIGNS:
        return _SIGNS[bare], ""
    for sign, score in _SIGNS.items():
        if len(sign) > 1 and not sign.strip("+-−"):
            continue
        if sign[0] in "0+-−±/":
            continue
        if bare.startswith(sign):
            return score, _rest(bare[len(sign) :])
        if bare.endswith(sign) and len(bare) > len(sign):
            return score, _rest(bare[: -len(sign)])
    return None, words


def _face(words: str) -> tuple[float | None, str]:
    """The mean of the faces in a cell."""
    known = _faces()
    bare = _TONES.sub("", words)
    scores = [known[c] for c in bare if c in known]
    rest = "".join(c for c in bare if c not in known)
    for code in _SHORTCODE.findall(words):
        if code in _codes():
            scores.append(_codes()[code])
            rest = rest.replace(f":{code}:", "")
    if not scores:
        return None, words
    return _rounded(sum(scores) / len(scores)), _rest(rest)


def _number(words: str, scale: Scale | None) -> tuple[float | None, str]:
    found = _NUMBER.findall(words)
    if len(found) != 1 or scale is None or len(found[0]) > 12:
        return None, words
    number = _value(found[0])
    if not scale.holds(number):
        return None, words
    return _rounded(scale.valence(number)), _rest(_NUMBER.sub("", words))


def _estimate(words: str) -> float | None:
    """The mean of the feelings that words name, with "not" before them reversed."""
    scores = []
    for match in _WORD.finditer(words.casefold()):
        score = _word_score(match[0])
        if score is None:
            continue
        before = words.casefold()[max(0, match.start() - 24) : match.start()]
        scores.append(_weighed(score, before))
    if not scores:
        return _whole(words.casefold())
    return _rounded(sum(scores) / len(scores))


def _weighed(score: float, before: str) -> float:
    """The score of a feeling with what the words before it make of it: not, very, a little."""
    if _NEGATIONS.search(before):
        return -score
    if _STRONG.search(before):
        return max(-2.0, min(2.0, score * 2))
    return score / 2 if _SLIGHT.search(before) and abs(score) < 2 else score


def _whole(words: str) -> float | None:
    """The feeling in a text without spaces between words, as in Japanese."""
    known = {stem: score for stem, score in _stems().items() if ord(stem[0]) > 0x3000}
    scores = [score for stem, score in known.items() if stem in words]
    return _rounded(sum(scores) / len(scores)) if scores else None


@cache
def _stems() -> dict[str, float]:
    return {stem: score for score, words in _WORDS.items() for stem in dict.fromkeys(words.split())}


@cache
def _word_score(word: str) -> float | None:
    """The score of the longest known beginning of a word."""
    stems = _stems()
    if word.startswith(("un", "dis", "in", "o")) and word in stems:
        return stems[word]
    for size in range(len(word), 1, -1):
        stem = word[:size]
        is_short = size < 4 and len(word) > size + 1
        if stem in stems and not is_short:
            return stems[stem]
    return None


def _level(words: str) -> float | None:
    """A grade, a level in a word or asterisks, which mean a feeling only where feelings are expected."""
    signs = words.strip()
    if 0 < len(signs) <= FIVE.best and not signs.strip("*"):
        return _rounded(FIVE.valence(len(signs)))
    return _levels().get(" ".join(words.casefold().split()))


@cache
def _levels() -> dict[str, float]:
    return {
        word.strip(): score for score, words in _LEVELS.items() for word in words.split(",") if word
    }


@cache
def _faces() -> dict[str, float]:
    return {face: score for score, faces in _FACES.items() for face in faces}


@cache
def _codes() -> dict[str, float]:
    return {code: score for score, codes in _SHORTCODES.items() for code in codes.split()}


def _rest(words: str) -> str:
    words = re.sub(r"\(\s*\)", " ", words)
    return " ".join(words.split()).strip(" ,;:–—-()").strip()


def _rounded(score: float) -> float:
    score = round(score, 2)
    return int(score) if score == int(score) else score
