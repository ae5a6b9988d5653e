"""The words by which columns of funnel tables are known, in English and the Nordic languages and German."""

from __future__ import annotations

import re

COUNT = re.compile(
    r"count|users?\b|visit|session|antal|anzahl|kund|besök|besøg|besøk|brukere|brugere|användare|"
    r"value|hits|customers|people|personer|leads|entries|views",
    re.IGNORECASE,
)
BEST_COUNT = re.compile(r"users\b|nb_visits|antal|anzahl|kund|customers", re.IGNORECASE)
RATE = re.compile(
    r"\brate|rate\b|_rate|grad\b|andel|share|percent|prosent|procent|frekvens|quote\b|%",
    re.IGNORECASE,
)
NOT_RATE = re.compile(r"abandon|bounce|exit|avhopp|frafall|frafald", re.IGNORECASE)
STEP = re.compile(
    r"step|stage|phase|\bfas|steg|trinn|trin\b|skritt|schritt|label|event|page|name|navn|namn",
    re.IGNORECASE,
)
SEGMENT = re.compile(
    r"segment|country|device|platt?form|\bland\b|browser|\bos\b|\bage\b|source|medium|channel|"
    r"kanal|\benhet\b|\benhed\b|ålder|alder\b|kön\b|kjønn|\bkøn\b|region|källa|kilde",
    re.IGNORECASE,
)
CLOCK = re.compile(r"^\d+:\d\d(:\d\d)?$")
WHOLE = re.compile(r"^(total|all users|all|totalt|i alt|alla|alle|samtliga|gesamt)$", re.IGNORECASE)
DATE = re.compile(r"^\d{1,4}[./-]\d{1,2}[./-]\d{1,4}$|^\d{8}$")
FIGURE = re.compile(r"^\W*\d[\d\W]*$")
