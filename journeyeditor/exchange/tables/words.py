"""The words above columns and beside rows of journey tables, and what each says of its cells.

One declaration for all languages. A phrase is matched whole, then by its words, then by the end of
a compound ("kundhandlingar" ends with "handlingar"); plurals are listed where they are no longer word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

from journeyeditor.i18n import languages, texts
from journeyeditor.vocabulary import KINDS, Stage


class Role(Enum):
    """What the cells of a row or column are; the value is stored in settings."""

    STAGE = "stage"
    MOMENT = "moment"  # a part of a stage, by name
    STEP = "step"
    TOUCHPOINT = "touchpoint"
    CHANNEL = "channel"
    THOUGHT = "thought"
    EMOTION = "emotion"
    SCORE = "score"
    PAIN = "pain_point"
    OPPORTUNITY = "opportunity"
    BACKSTAGE = "backstage"
    METRIC = "metric"
    EVIDENCE = "evidence"
    GOAL = "customer_goal"
    BUSINESS_GOAL = "business_goal"
    COUNT = "count"
    RATE = "stated_rate"
    OWNER = "owner"
    PERSONA = "persona"
    NOTE = "note"
    DETAIL = "detail"  # goes with its heading into the note of the row's main card
    LANE = "lane"  # cards in a lane of their own
    NUMBER = "number"  # the order of the rows
    NONE = ""  # left out


#: Phrases by role, separated by commas; "*" before a word: also as the end of a compound.
_WORDS = MappingProxyType(
    {
        Role.STAGE: """
            stage, stages, phase, phases, journey stage, journey phase, lifecycle stage, customer stage, stage name, touch stage,
            fas, faser, *fasen, fase, fasar, skede, skeden, etapp, etapper, *fase, faser, *phase, phasen, etape, etaper, etappe,
            vaihe, vaiheet, *vaihe, etapa, etapas, étape, étapes, этап, этапы, стадия, фаза, フェーズ, ステージ, 段階, 阶段, 階段,
            milestone, chapter, episode""",
        Role.MOMENT: """
            step, steps, substage, sub stage, sub stages, substages, sub phase, subphase, step name, moment, moments, layer step,
            steg, delsteg, trinn, deltrinn, trin, deltrin, schritt, schritte, *schritt, teilschritt, askel, askeleet, paso, passo, passos, шаг,
            ステップ, 步骤""",
        Role.STEP: """
            action, what happens next, hva skjer, vad händer, hvad sker, was passiert, mitä tapahtuu, actions, activity, activities, doing, macht, tut, tekee, user action, user actions, customer action, customer actions, doing, does, do, behaviour, behavior,
            behaviours, behaviors, task, tasks, job, what happens, what they do, customer behaviour, what the customer does, customer, citizen, user does, user, interaction,
            interactions, user activity, customer journey, user steps, customer steps, user step, user task, what user does, what the user does, scenario steps,
            *handling, *handlingar, *handlinger, handlande, *aktivitet, *aktiviteter, *beteende, *beteenden, gör, kunden gör, vad kunden gör, gjør, gør,
            hva kunden gjør, hvad kunden gør, *adferd, *atferd, *adfærd, kund, kunde, kunden, gjøremål, opgave, opgaver, oppgave, oppgaver, uppgift, uppgifter,
            *handlung, *handlungen, *aktion, *aktionen, *aktivität, *aktivitäten, verhalten, tun, tätigkeit, tätigkeiten,
            toiminta, *toiminnat, toimet, *toimenpiteet, tekeminen, asiakas, mitä asiakas tekee, *toimenpide,
            acción, acciones, ação, ações, o que acontece, действие, действия, action utilisateur, actes, 行動, アクション, 行动, ユーザー行動, trigger, triggers, gatilho, auslöser, utlösare, utløser, udløser, laukaisin, déclencheur, what, experiences, upplever, opplever, oplever, erlebt, kokee, acties, actie, activiteiten, wat de klant doet""",
        Role.TOUCHPOINT: """
            touchpoint, touchpoints, touch point, touch points, touch-point, touch-points, contact point, contact points, point of contact, frontstage, front stage, front of house,
            onstage, on stage, interface, surface, ui, screen, screens, page, place, where,
            *kontaktpunkt, *kontaktpunkter, *beröringspunkt, *beröringspunkter, *berøringspunkt, *berøringspunkter, *kontaktpunkte, *berührungspunkt,
            *berührungspunkte, *kontaktyta, *kontaktytor, *kontaktflate, *kontaktflater, *kontaktflade, *kontaktflader,
            kontaktit, kontakti, kosketuspiste, kosketuspisteet, *kohtaamispiste, *kohtaamispisteet, *kontaktipiste, *kontaktipisteet, kohtaaminen, kohtaamiset,
            punto de contacto, puntos de contacto, ponto de contato, pontos de contato, point de contact, points de contact, точка контакта, точки контакта,
            contactpunt, contactpunten, contactmoment, contactmomenten, タッチポイント, 顧客接点, 接点, 触点, 接触点""",
        Role.CHANNEL: """
            channel, channels, medium, media, device, devices, platform, *kanal, *kanaler, *kanäle, *kanava, *kanavat, canal, canais, canales, canaux, канал, каналы,
            チャネル, 渠道, enhet, enhed, gerät, laite""",
        Role.THOUGHT: """
            thought, thoughts, thinking, thinks, think, quote, quotes, says, saying, mindset, question, questions, main question, customer voice, voice of customer, verbatim,
            thought quote, what they think, in their own words, own words, what works, det virker, det fungerar, det fungerer, was funktioniert, mikä toimii, med egna ord, med egne ord, in eigenen worten, omin sanoin, customer quote, internal monologue,
            *tanke, *tankar, *tanker, tänker, tenker, tænker, *citat, *citater, *sitat, *sitater, säger, sier, siger, *fråga, *frågor, *spørsmål, *spørgsmål,
            *gedanke, *gedanken, denkt, zitat, zitate, *frage, *fragen, *ajatus, *ajatukset, ajattelu, ajattelee, sitaatti, sitaatit, lainaus, *kysymys, *kysymykset,
            pensamiento, pensamientos, pensamento, pensamentos, pensées, pensée, gedachte, gedachten, мысль, мысли, 思考, 考え, 心理, 想法""",
        Role.EMOTION: """
            emotion, emotions, feeling, feelings, feel, feels, mood, emotional state, emotional journey, emotion curve, emotional curve, sentiment, experience, customer experience,
            user experience, how it feels, how does it feel, how they feel, state of mind, emotional arc, emotional response, emotion score, mental state,
            *känsla, *känslor, känner, känns, hur det känns, *humör, *känslokurva, *upplevelse, *upplevelser, *känsloläge, *sinnesstämning, *tunnetila, følelsestilstand, *gefühlslage, *stimmungslage, upplevs, oppleves, opleves, koetaan, stämning, *følelse, *følelser, føler, føles, *stemning, humør, *opplevelse, *opplevelser,
            *oplevelse, *oplevelser, sinnsstemning, *gefühl, *gefühle, fühlt, anfühlt, *emotion, *emotionen, *stimmung, *erlebnis, *erleben,
            *tunne, *tunteet, *tuntemus, *tuntemukset, tuntee, tuntuu, *mieliala, *kokemus, *kokemukset, fiilis, fiilikset,
            emoção, emoções, emoción, emociones, sentimento, sentimiento, émotion, émotions, ressenti, gevoel, gevoelens, emotie, emoties, beleving, эмоция, эмоции, 感情, 気持ち, 情绪, 情緒""",
        Role.SCORE: """
            score, scores, rating, ratings, grade, grades, satisfaction, csat, emotion score, emotional score, happiness, mood score, experience score,
            *poäng, *betyg, *nöjdhet, *vurdering, *karakter, *tilfredshet, *tilfredshed, *poengsum, poeng, *bewertung, *bewertungen, *zufriedenheit, note emotion, *punkte,
            *arvosana, *tyytyväisyys, pisteet, *pisteytys, pontuação, puntuación, оценка, 満足度, 評価""",
        Role.PAIN: """
            pain point, pain points, pain, pains, painpoint, painpoints, problem, problems, issue, issues, friction, frictions, barrier, barriers, frustration, frustrations, challenge,
            challenges, obstacle, obstacles, blocker, blockers, concern, concerns, risk, risks, fail point, fail points, failpoint, failpoints, failure, failures, gap, gaps, worry, worries,
            fungerar inte, funkar inte, fungerer ikke, virker ikke, funktioniert nicht, ei toimi, stört, was stört, vanskelig, svårt, besværligt, schwierig, vaikeaa, difficult, does not work, doesn t work, not working, fear, fears, need not met, what hurts, her driller det, det driller, det skaver, difficulty, difficulties, what goes wrong, negatives, low points,
            *smärtpunkt, *smärtpunkter, smärta, smärtor, *problem, *hinder, *utmaning, *utmaningar, *friktion, *risk, *risker, *brist, *brister, svårighet, svårigheter,
            *smertepunkt, *smertepunkter, smerte, smerter, *utfordring, *utfordringer, *hindring, *hindringer, *barriere, *barrierer, *friksjon, *problemer, *udfordring, *udfordringer,
            ulempe, ulemper, *frustrasjon, *frustrasjoner, *bekymring, *bekymringer, *bekymmer, frustrationer,
            *schmerzpunkt, *schmerzpunkte, *probleme, *hürde, *hürden, *herausforderung, *herausforderungen, *hindernis, *hindernisse, *frustration, *barrieren, *risiken, *risiko,
            *kipupiste, *kipupisteet, *ongelma, *ongelmat, *haaste, *haasteet, *este, *esteet, *turhautuminen, kipukohta, kipukohdat, riskit, riski, huoli, huolet,
            dor, dores, dolor, dolores, problema, problemas, punto de dolor, puntos de dolor, point de friction, points de friction, irritants, pijnpunt, pijnpunten, knelpunt, knelpunten, problemen, frustraties, боль, боли, боли риски, проблема, проблемы, риск, риски,
            ペインポイント, 課題, 問題, 痛点, 问题""",
        Role.OPPORTUNITY: """
            opportunity, opportunities, idea, ideas, improve, förbättra, forbedre, verbessern, paranna, improvement, improvements, recommendation, recommendations, solution, solutions, suggestion, suggestions, enhancement, enhancements,
            improvement opportunity, improvement opportunities, fix, fixes, how might we, hmw, potential, bli bedre, bli bättre, blive bedre, besser machen, besser werden, be better, be improved, paremmin, next step, next steps, what could be better, wish, wishes,
            *möjlighet, *möjligheter, *idé, *idéer, *förbättring, *förbättringar, *åtgärd, *åtgärder, *lösning, *lösningar, *förslag, *önskemål, *önskan,
            *mulighet, *muligheter, *ide, *ideer, *forbedring, *forbedringer, *tiltak, *løsning, *løsninger, *forslag, *mulighed, *muligheder, *tiltag, *ønske, *ønsker,
            *chance, *chancen, *idee, *ideen, *verbesserung, *verbesserungen, *lösungen, *maßnahme, *maßnahmen, *möglichkeit, *möglichkeiten, *potenzial, *potenziale, *vorschlag, *vorschläge,
            *mahdollisuus, *mahdollisuudet, *idea, *ideat, *parannus, *parannukset, *parannusehdotus, *parannusehdotukset, *kehitysidea, *kehitysideat, *ratkaisu, *ratkaisut, *ehdotus, *ehdotukset,
            *kehityskohde, *kehityskohteet, oportunidade, oportunidades, oportunidad, oportunidades, opportunité, opportunités, kans, kansen, verbetering, verbeteringen, idee, ideeën, возможность, возможности, идея, идеи, 機会, 改善案, 改善点, 机会, 機會""",
        Role.BACKSTAGE: """
            backstage, back stage, backstage action, backstage actions, system, systems, system response, system action, system actions, system feedback, system behaviour, support process,
            support processes, support, process, processes, internal process, internal processes, internal action, internal actions, employee action, employee actions, staff action,
            staff actions, behind the scenes, back office, backoffice, back of house, organisation, organization, company action, company actions, technology, supporting systems, service provider, response,
            *bakom scenen, bakom kulisserna, bag kulisserne, bak kulissene, backstage aktiviteter, *stödprocess, *stödprocesser, *process, *processer, *systemstöd, organisationen, internt, *bak scenen, *støtteprosess, *støtteprosesser,
            *prosess, *prosesser, *bag scenen, *støtteproces, *støtteprocesser, *proces, medarbetare, medarbeider, medarbejder, ansatt,
            hinter den kulissen, *prozess, *prozesse, *systeme, unterstützungsprozess, unterstützungsprozesse, mitarbeiter, kulissien takana, taustaprosessi, taustaprosessit, *prosessi, *prosessit,
            *järjestelmä, *järjestelmät, tukiprosessi, tukiprosessit, taustatoiminnot, organisaatio, процесс, процессы, バックステージ, 后台""",
        Role.METRIC: """
            metric, metrics, kpi, kpis, measure, measures, measurement, measurements, success metric, success metrics, indicator, indicators, okr, okrs, analytics, success criteria,
            *nyckeltal, *mått, *mätvärde, *mätvärden, *mätetal, *nøkkeltall, *måltall, *måling, *målinger, *nøgletal, *måltal, *kennzahl, *kennzahlen, *messgröße, *messgrößen, *metrik, *metriken,
            *mittari, *mittarit, *tunnusluku, *tunnusluvut, métrica, métricas, métrique, indicateur, nps, net promoter score, ces, метрика, метрики, 指標, 指标""",
        Role.EVIDENCE: """
            evidence, source, sources, research, proof, data source, insight source, *belägg, *källa, *källor, *underlag, *kilde, *kilder, *belegg, *belæg, *beleg, *belege, *quelle, *quellen, nachweis,
            *lähde, *lähteet, *näyttö, *todiste, evidência, fuente, источник, 根拠""",
        Role.GOAL: """
            goal, goals, user goal, user goals, customer goal, customer goals, need, needs, objective, objectives, customer need, customer needs, user need, user needs, aim, jobs to be done, jtbd,
            job to be done, expectation, expectations, motivation, motivations, intent, customer objective,
            *mål, *målet, kundens mål, kundmål, *behov, *förväntan, *förväntningar, *motiv, *forventning, *forventninger, *motivasjon, *motivation, *ziel, *ziele, *bedürfnis, *bedürfnisse, *bedarf,
            *erwartung, *erwartungen, *tavoite, *tavoitteet, *tarve, *tarpeet, *odotus, *odotukset, objetivo, objetivos, necesidad, necessidade, objectif, besoins, besoin, doel, doelen, behoefte, behoeften, цель, цели, потребность, 目標, ニーズ, 目标""",
        Role.BUSINESS_GOAL: """
            business goal, business goals, business objective, company goal, company goals, organisational goal, affärsmål, verksamhetsmål, forretningsmål, geschäftsziel, geschäftsziele,
            unternehmensziel, liiketoimintatavoite, liiketoimintatavoitteet""",
        Role.COUNT: """
            customers, number of customers, number of users, users, visitors, visits, sessions, count, people, *antal kunder, antal potentiella kunder, antall kunder, antall, antal, besökare, besøkende,
            besøgende, anzahl, kundenzahl, nutzer, besucher, asiakkaita, asiakkaat, lukumäärä, määrä, kävijät, käyttäjät""",
        Role.RATE: """
            conversion, conversion rate, completion rate, konvertering, konverteringsfrekvens, konverteringsgrad, konverteringsrate, konversion, konversionsrate, konversio, konversioaste""",
        Role.OWNER: """
            owner, owners, team, teams, teams involved, responsible, responsibility, accountable, department, departments, stakeholder, stakeholders, internal ownership, ownership, process owner, who,
            involved, business unit, *ägare, *ansvarig, *ansvariga, *ansvar, *avdelning, *avdelningar, *eier, *ansvarlig, *avdeling, *ejer, *afdeling, *verantwortlich, *verantwortliche, *zuständig,
            *abteilung, *abteilungen, *omistaja, *vastuu, *vastuuhenkilö, *vastuutaho, *tiimi, *osasto, *lag, responsável, responsable, ответственный, владелец, 担当, 负责人""",
        Role.PERSONA: """
            persona, personas, actor, actors, user type, customer type, segment, customer segment, role, *persona, *målgrupp, *målgruppe, *kundtyp, *kundetype, *roll, *rolle, *aktör, *aktør, *akteur,
            *zielgruppe, *nutzertyp, *persoona, *käyttäjäryhmä, *kohderyhmä, *rooli, *asiakastyyppi, персона, ペルソナ""",
        Role.NOTE: """
            note, notes, comment, comments, remark, remarks, description, details, detail, *anteckning, *anteckningar, *kommentar, *kommentarer, *beskrivning, *notat, *notater, *merknad,
            *beskrivelse, *bemærkning, *bemærkninger, *noter, *notiz, *notizen, *anmerkung, *anmerkungen, *kommentare, *beschreibung, *huomio, *huomiot, *muistiinpano, *muistiinpanot, *kommentti, *kommentit,
            *kuvaus, *lisätieto, *lisätiedot, nota, notas, описание, комментарий, 備考, 备注""",
        Role.DETAIL: """
            id, ref, reference, type, category, priority, status, confidence, severity, impact, effort, frequency, importance, related feature, feature, module, system module, version, date, time, duration,
            elapsed time, timeframe, url, link, links, tag, tags, label, user impact, quality, kvalitet, qualität, laatu, *prioritet, *typ, *type, *kategori, *kategorie, *priorität, *prioriteetti, *tyyppi, *luokka, *tila, *tid, *varighet, *varighed,
            *dauer, *kesto, *zeit, *aika, *säkerhet""",
        Role.NUMBER: """no, nr, num, number, order, index, step no, step number, nummer, ordning, rekkefølge, rækkefølge, reihenfolge, järjestys, numero, №""",
        Role.LANE: """
            physical evidence, physical, props, physische belege, physische evidenz, physische beweise, fyysiset todisteet, fysisk bevis, fysiske beviser, situation, situasjon, tilanne, event, events, hendelse, händelse, hændelse, tapahtuma, context, environment, weather, decision, decisions, criteria, moment of truth, moments of truth, line, *bevismaterial, fysiska bevis, fysiske bevis,
            information needs, content needs, learning, learnings, scenario, assumptions, assumption, hypothesis, takeaway, takeaways, risk mitigation""",
        Role.NONE: """
            line of interaction, line of visibility, line of internal interaction, *interaktionslinje, synlighetslinje, *synlighetslinjen, synlighedslinje, sichtbarkeitslinie, interaktionslinie,
            näkyvyyden raja, vuorovaikutuksen raja""",
    }
)  # fmt: skip


#: Words that decide about a phrase wherever they stand in it.
_DECISIVE = MappingProxyType(
    {
        Role.BACKSTAGE: "backstage back-stage staff employee employees internal system systems company company's organisation's organization's verksamhetens organisationens företagets medarbetarens medarbetarnas bedriftens virksomhetens virksomhedens medarbeidernes medarbejdernes organisasjonens unternehmens mitarbeitenden yrityksen organisaation henkilöstön työntekijän",
        Role.TOUCHPOINT: "frontstage front-stage onstage on-stage",
        Role.NONE: "line-of-interaction line-of-visibility",
    }
)
#: Those that decide in brackets too.
_DECISIVE_WITHIN = MappingProxyType({Role.TOUCHPOINT: _DECISIVE[Role.TOUCHPOINT]})
#: The kinds of cards by the roles of their cells.
CARD_KINDS = MappingProxyType(
    {
        Role.STEP: "step",
        Role.TOUCHPOINT: "touchpoint",
        Role.CHANNEL: "touchpoint",
        Role.THOUGHT: "thought",
        Role.EMOTION: "emotion",
        Role.SCORE: "emotion",
        Role.PAIN: "pain_point",
        Role.OPPORTUNITY: "opportunity",
        Role.BACKSTAGE: "backstage",
        Role.METRIC: "metric",
    }
)
#: Roles whose words are as common outside of headings, so that they count for little.
WEAK = frozenset({Role.LANE, Role.DETAIL, Role.NOTE, Role.NONE, Role.NUMBER, Role.PERSONA})
#: Words that are headings only alone.
_ALONE = frozenset(
    """user customer citizen who where page place date time no num order line kund kunde kunden asiakas people does do tun gör gør gjør tid lag
    support process fix type label what experiences upplever opplever oplever erlebt kokee role screen screens job task tasks question questions source sources event content involved media says doing macht tut tekee""".split()
)
#: What sets customers off: what they do, where nothing else says that.
_TRIGGERS = frozenset(
    "trigger triggers gatilho auslöser utlösare utløser udløser laukaisin déclencheur".split()
)
#: A heading that asks lets verbs count: "What does the customer do?"
_ASKS = re.compile(
    r"^(?:what|how|vad|hur|hva|hvordan|hvad|was|wie|mitä|miten|o que|qué|que fait|что|как)\b"
)
_VERBS = frozenset(
    "do does doing experiences upplever opplever oplever erlebt kokee gör gjør gør tun tut macht tekee says säger sier siger sagt sanoo".split()
)
_SUBJECTS = frozenset(
    "customer customers user users they guest patient citizen visitor kund kunden kunde brukeren brugeren asiakas".split()
)
#: What may stand between the parts of a phrase.
_PARTS = re.compile(r"\s*[/&,+|;]\s*|\s+(?:and|or|och|og|und|ja|sekä|e|y|et|и)\s+")
_BRACKETS = re.compile(r"[(（\[][^)）\]]*[)）\]]")
_NOT_WORDS = re.compile(r"[^\w\s/&,+|;№-]|_")
_LONGEST, _SHORTEST_END = 7, 4
#: Japanese and Chinese begin here.
_FIRST_UNSPACED = 0x3000

#: Headings of the second column of a table of two, which say nothing.
GENERIC = frozenset(
    """detail details content contents description value text answer notes note what info information beschreibung inhalt wert
    innehåll beskrivning värde innhold verdi indhold værdi beskrivelse sisältö kuvaus arvo""".split()
)
#: Headings of a column of lane names.
LANE_AXIS = frozenset(
    """dimension dimensions layer layers lane lanes aspect aspects element elements category row area topic attribute field
    lager nivå aspekt dimensjon lag felt række rad kategori kategoria ulottuvuus ebene bereich kerros taso""".split()
)
#: Stages by their usual names, by which a table without any other heading is known.
_STAGE_NAMES = frozenset(
    """awareness interest consideration evaluation decision purchase buy onboarding use usage retention loyalty advocacy referral discover discovery
    research support renewal service before during after trial signup post-purchase delivery
    medvetenhet intresse övervägande utvärdering beslut köp köpbeslut efterköp lojalitet rekommendation före under efter användning
    bevissthet vurdering beslutning kjøp lojalitet før etter bruk bevidsthed overvejelse køb loyalitet efter fastholdelse
    bewusstsein aufmerksamkeit erwägung kauf nutzung loyalität empfehlung entscheidung
    tietoisuus harkinta osto päätös käyttö uskollisuus suosittelu""".split()
)
#: What a stage is called before its number or name ("Stage 2: Buy").
_STAGE_NOUNS = "stage|phase|step|fas|fase|steg|trinn|trin|skede|etapp|etappe|schritt|vaihe|askel|etapa|étape|этап|шаг|part|del|ステージ|フェーズ|ステップ|段階|阶段|階段"
_ORDINAL = r"(?:\d{1,3}(?:\.\d{1,3})*|[ivxIVX]{1,4}|[A-Za-z])"
_STAGE_PREFIX = re.compile(
    rf"^(?:journey\s+)?(?:{_STAGE_NOUNS})(?:\s*#?{_ORDINAL}\s*[:：.)\u2013\u2014\u00b7-]|\s*#?\d{{1,3}}\s+[\u00b7\u2022|/]|\s*#?\d{{1,3}}\s|\s*[:：\u2013\u2014]|\s+-\s)\s*(?=\S)",
    re.IGNORECASE,
)
_NUMBER_PREFIX = re.compile(
    r"^\(?\d{1,3}(?:\.\d{1,3})*(?:[.):](?!\d)|\s*[\u2013\u2014\u00b7\u2022|-]\s)\s*(?=\S)|^\d{1,2}(?:\.\d{1,2})+\s+(?=\S)"
)
_STAGE_WORD = re.compile(rf"^(?:{_STAGE_NOUNS})(?:\b|(?=\d))", re.IGNORECASE)


class Heading(NamedTuple):
    """What the words of a heading say: the roles of its cells, the first one first."""

    roles: tuple[Role, ...]

    @property
    def role(self) -> Role | None:
        return self.roles[0] if self.roles else None


def heading(words: str) -> Heading:
    """The roles that the words of a heading name; none if they name none."""
    return _heading(" ".join(words.casefold().split())[:200])


def role_of(words: str) -> Role | None:
    return heading(words).role


def names_lane(words: str) -> bool:
    """Whether a heading is that of a lane: not of stages or moments, nor a weak one."""
    return role_of(words) not in {None, *WEAK, Role.STAGE, Role.MOMENT}


def is_trigger(words: str) -> bool:
    """Whether a heading is about what sets customers off."""
    return _plain(words) in _TRIGGERS


def is_lane_axis(words: str) -> bool:
    """Whether a heading says that names of lanes stand below it."""
    return any(part in LANE_AXIS for part in _plain(words).replace("\\", " ").split())


def is_generic(words: str) -> bool:
    return _plain(words) in GENERIC


def is_stage_heading(words: str) -> bool:
    """Whether a heading is that of a stage by its own words: "Stage 2: Buy", "1. Find"."""
    words = words.strip()
    return bool(_STAGE_PREFIX.match(words) or _NUMBER_PREFIX.match(words))


def is_usual_stage(words: str) -> bool:
    """Whether words are a name that stages often have."""
    return _plain(stage_title(words)) in _STAGE_NAMES


def names_stage(words: str) -> bool:
    """Whether a heading begins with the word for a stage."""
    return bool(_STAGE_WORD.match(words.strip()))


def stage_noun(words: str) -> str:
    """The word for a stage that a heading begins with, "" if none: "phase" of "Phase 2: Buy"."""
    match = _STAGE_WORD.match(words.strip())
    return match[0].casefold() if match else ""


def stage_title(words: str) -> str:
    """The name of a stage without the word for it and its number."""
    words = words.strip()
    for prefix in (_NUMBER_PREFIX, _STAGE_PREFIX, _NUMBER_PREFIX):
        words = prefix.sub("", words, count=1).strip() or words
    return words


def _plain(words: str) -> str:
    words = _NOT_WORDS.sub(" ", _BRACKETS.sub(" ", words.casefold()))
    return " ".join(words.strip(" -").split())


@cache
def _table() -> tuple[dict[str, Role], dict[str, Role]]:
    """Phrases and ends of compounds, each with its role; earlier roles go before later ones."""
    phrases: dict[str, Role] = {}
    ends: dict[str, Role] = {}
    for role, words in (*_WORDS.items(), *_own_words()):
        for phrase in " ".join(words.split()).split(","):
            word = phrase.strip()
            if not word:
                continue
            phrases.setdefault(word.removeprefix("*"), role)
            if word.startswith("*") and len(word) > _SHORTEST_END:
                ends.setdefault(word[1:], role)
    return phrases, ends


def _within(words: str) -> Role | None:
    """The role of the longest phrase in words that are written without spaces."""
    phrases, _ = _table()
    found = [phrase for phrase in phrases if ord(phrase[0]) > _FIRST_UNSPACED and phrase in words]
    return phrases[max(found, key=len)] if found else None


def _own_words() -> Iterator[tuple[Role, str]]:
    """The words of the program itself for kinds and for fields of stages, in all its languages."""
    names = {role.value: role for role in Role}
    fields = {name: names[name] for name in Stage.model_fields if name in names}
    for language in languages():
        translated = texts(language)
        for cls in KINDS:
            role = names.get(cls.model_fields["kind"].default)
            if role is not None and role not in WEAK:
                yield role, _plain(translated(cls.look.title))
                yield role, _plain(translated(cls.look.plural))
        for name, role in fields.items():
            yield role, _plain(translated(Stage.model_fields[name].title or ""))


@cache
def _heading(words: str) -> Heading:
    plain = _plain(words)
    if words.strip(" *_") == "#":
        return Heading((Role.NUMBER,))
    if not plain or len(plain.split()) > _LONGEST:
        return Heading(())
    phrases, _ = _table()
    if plain in phrases:
        return Heading((phrases[plain],))
    whole = _NOT_WORDS.sub(" ", words)  # "Staff (frontstage)": brackets may decide
    for decided, decisive in (*_DECISIVE_WITHIN.items(), *_DECISIVE.items()):
        named = whole if decided in _DECISIVE_WITHIN else plain
        if set(decisive.split()) & {*named.split(), named.replace(" ", "-")}:
            return Heading((decided,))
    roles = (_part(part) for part in _PARTS.split(plain))
    return Heading(tuple(dict.fromkeys(role for role in roles if role is not None)))


def _part(words: str) -> Role | None:
    """The role of the longest phrase within words, the last one of them."""
    phrases, ends = _table()
    tokens = words.strip(" -").split()
    is_asked = bool(_ASKS.match(words.strip(" -"))) or bool(_SUBJECTS & set(tokens))
    is_asked = is_asked or (len(tokens) == 2 and tokens[1] in _VERBS)  # "Ana does"
    asked = _VERBS if is_asked else frozenset()
    for length in range(len(tokens), 0, -1):
        for start in range(len(tokens) - length, -1, -1):
            phrase = " ".join(tokens[start : start + length])
            is_whole = length == len(tokens)
            if phrase in phrases and (is_whole or phrase not in _ALONE or phrase in asked):
                return phrases[phrase]
    for token in reversed(tokens):
        if ord(token[0]) > _FIRST_UNSPACED:
            return _within(token)
        for size in range(len(token) - 1, _SHORTEST_END - 1, -1):
            if token[-size:] in ends:
                return ends[token[-size:]]
    return None
