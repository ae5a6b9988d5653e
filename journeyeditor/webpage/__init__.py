"""A map as one web page that needs no network: drawing, table, search and filters."""

from journeyeditor.webpage.page import web_page

__all__ = ["web_page"]
