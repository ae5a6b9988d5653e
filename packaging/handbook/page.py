"""The handbook as one HTML page: pictures inside, nothing fetched, light and dark."""

from __future__ import annotations

import base64
from html import escape

from book import PARSER, Book, tokens
from markdown_it.token import Token

from journeyeditor.app.handbook.chapters import Chapter

STYLE = """
:root { color-scheme: light dark; --ink: #1F2933; --quiet: #52606D; --line: #D9E2EC; --ground: #FFFFFF; --side: #F7F9FB;
  --tint: #EDF2F6; --note: #E1F0F5; --title: #0B2B3A; --link: #0F7490; }
@media (prefers-color-scheme: dark) { :root { --ink: #E4E9EE; --quiet: #A5B1BC; --line: #2E3A46; --ground: #12181F; --side: #161D25;
  --tint: #1E2833; --note: #14333E; --title: #F2F6F9; --link: #5FC3DC; } img { opacity: .92; } }
* { box-sizing: border-box; }
body { margin: 0; font: 16px/1.6 Inter, system-ui, sans-serif; color: var(--ink); background: var(--ground); }
nav { position: fixed; inset: 0 auto 0 0; width: 19rem; overflow: auto; padding: 1.6rem 1.4rem; background: var(--side); border-right: 1px solid var(--line); }
nav p { margin: 0 0 1rem; font-weight: 700; color: var(--title); }
nav small { display: block; font-weight: 400; color: var(--quiet); }
nav ol { list-style: none; margin: 0; padding: 0; font-size: .92rem; }
nav li > a { display: block; padding: .18rem 0; color: inherit; }
nav ol ol { padding-left: .9rem; font-size: .88rem; }
nav ol ol a { color: var(--quiet); }
main { margin-left: 19rem; padding: 2rem 3rem 6rem; }
section { max-width: 46rem; margin: 0 auto 5rem; }
h1, h2, h3 { color: var(--title); line-height: 1.25; scroll-margin-top: 1rem; }
h1 { font-size: 2.1rem; } h2 { font-size: 1.4rem; margin-top: 2.4em; } h3 { font-size: 1.1rem; margin-top: 1.8em; }
a { color: var(--link); text-decoration: none; } a:hover, a:focus { text-decoration: underline; }
img { display: block; max-width: 100%; border: 1px solid var(--line); border-radius: 8px; margin: 1.4rem 0; }
table { border-collapse: collapse; width: 100%; margin: 1.2rem 0; font-size: .95rem; }
th { text-align: left; color: var(--quiet); font-weight: 600; } th, td { padding: .5rem .8rem .5rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
code { font: .88em/1.5 ui-monospace, "Cascadia Mono", Menlo, Consolas, monospace; background: var(--tint); border-radius: 4px; padding: .1em .35em; }
pre { background: var(--tint); border-radius: 8px; padding: .9rem 1.1rem; overflow-x: auto; } pre code { background: none; padding: 0; }
blockquote { margin: 1.4rem 0; padding: .7rem 1.1rem; background: var(--note); border-radius: 8px; } blockquote p { margin: 0; }
@media (max-width: 60rem) { nav { position: static; width: auto; border: 0; } nav ol ol { display: none; } main { margin: 0; padding: 1rem 1.2rem 4rem; } }
@media print { nav { position: static; width: auto; border: 0; } main { margin: 0; padding: 0; } section { break-before: page; max-width: none; } }
"""
POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"


def make_page(book: Book) -> str:
    body = "\n".join(_chapter(book, chapter) for chapter in book.chapters)
    contents = "\n".join(_entry(chapter) for chapter in book.chapters)
    title = escape(f"Journey Editor – {book.title}")
    return (
        f'<!doctype html>\n<html lang="{book.language}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        f"<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
        f'<nav aria-label="{escape(book.contents)}">\n<p>{title}<small>{escape(book.version)}</small></p>\n'
        f"<ol>\n{contents}\n</ol>\n</nav>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )


def _entry(chapter: Chapter) -> str:
    inner = "".join(
        f'<li><a href="#{chapter.name}-{each.id}">{_plain(each.title)}</a></li>'
        for each in chapter.sections
        if each.level == 2 and each.id
    )
    below = f"<ol>{inner}</ol>" if inner else ""
    return f'<li><a href="#{chapter.name}">{_plain(chapter.title)}</a>{below}</li>'


def _plain(title: str) -> str:
    return PARSER.renderInline(title)


def _chapter(book: Book, chapter: Chapter) -> str:
    marked = []
    for token, anchor in tokens(chapter):
        if anchor:
            token.attrSet("id", anchor)
        for child in token.children or ():
            _resolve(child, book, chapter)
        marked.append(token)
    words = PARSER.renderer.render(marked, PARSER.options, {})
    lang = "" if chapter.language == book.language else f' lang="{chapter.language}"'
    return f"<section{lang}>\n{words}</section>"


def _resolve(token: Token, book: Book, chapter: Chapter) -> None:
    """Put pictures inside, and lead links to anchors of the page."""
    if token.type == "image":
        data = (chapter.folder / str(token.attrs["src"])).read_bytes()
        token.attrSet("src", f"data:image/png;base64,{base64.b64encode(data).decode('ascii')}")
    elif token.type == "link_open":
        link = str(token.attrs["href"])
        if "://" not in link:
            anchor = book.anchor(link, chapter.name)
            if anchor:
                token.attrSet("href", f"#{anchor}")
            else:
                del token.attrs["href"]
