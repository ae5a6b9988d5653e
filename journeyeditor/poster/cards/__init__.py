"""A map as paper for a wall: cards of the size of sticky notes, on sheets for office printers."""

from journeyeditor.poster.cards.sheets import CARD_PAPER, SORTS, card_sheets

__all__ = ["CARD_PAPER", "SORTS", "card_sheets"]
