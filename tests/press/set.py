#!/usr/bin/env python3
"""set.py OUT [--seed N] [--variants N] [--readers N]: sets the articles of content/ as newspaper pages and reads them back.

Every page is set in columns, printed to PDF and read by real extractors; OUT gets <set>/<page>.txt with its
<page>.gold.json, and INDEX.tsv, as `examples/fit` and `cleaner eval` want them.

--seed N      another seed sets other pages: measures, indents, leading, fonts, order (1 if not told)
--variants N  so many settings of every page (1)
--readers N   so many extractors read each (1)

Needs: pip install reportlab pymupdf pdfminer.six pypdfium2 pypdf
       apt install fonts-wqy-zenhei fonts-wqy-microhei fonts-arphic-uming fonts-arphic-ukai poppler-utils mupdf-tools
"""
import argparse, json, pathlib, random, re, subprocess, tempfile, unicodedata
from collections import Counter
from multiprocessing import Pool

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen import canvas

HERE = pathlib.Path(__file__).parent
FONTS = {"song": "arphic/uming.ttc", "kai": "arphic/ukai.ttc", "hei": "wqy/wqy-zenhei.ttc", "micro": "wqy/wqy-microhei.ttc"}
for name, file in FONTS.items():
    pdfmetrics.registerFont(TTFont(name, "/usr/share/fonts/truetype/" + file, subfontIndex=0))
wide = pdfmetrics.stringWidth

# How often pages stand in an order, and how hard that is.
ORDERS = {
    "clean": (5, "clean"), "jumbled": (2, "clean"), "captions_first": (1, "clean"),
    "heads_after": (2, "headline-displaced"), "heads_last": (1, "headline-displaced"),
    "heads_first": (1, "headline-displaced"), "beside": (1, "headline-displaced"),
    "shuffled": (2, "columns-shuffled"), "alternate": (1, "columns-interleaved"),
}
SIZE = 9.0  # points; the size of the text
TOP, MARGIN = 70, 30  # points


# --- lines -------------------------------------------------------------------------------------------------------------

NEVER_FIRST = set("，。、；：？！）〕】》」』”’·…—％%,.;:?!)]}～")
NEVER_LAST = set("（〔【《「『“‘([{")


def lines_of(text, font, size, measure, indent=0.0, hang=True):
    """The lines of a text at a measure (points), by the rules of where a line may not break (GB/T 15834-2011, 5.1).
    A mark that may not begin a line hangs in the margin, or takes the character before it along."""
    lines, line, width = [], [], indent
    for token in re.findall(r"[A-Za-z0-9.,:/%+\-@_]+|——|……|.", text):
        own = wide(token, font, size)
        if not line or width + own <= measure + 0.01:
            line.append(token)
            width += own
            continue
        carried = []
        if token in NEVER_FIRST or token in ("——", "……"):
            if hang and width + own <= measure + size + 0.01:
                line.append(token)
                width += own
                continue
            while len(line) > 1 and (not carried or carried[0][0] in NEVER_FIRST):
                carried.insert(0, line.pop())
        while len(line) > 1 and line[-1] in NEVER_LAST:
            carried.insert(0, line.pop())
        lines.append("".join(line))
        line = carried + [token]
        width = sum(wide(t, font, size) for t in line)
    return lines + (["".join(line)] if line else [])


def even_lines(text, font, size, measure):
    """The lines of a headline, as even as their number allows."""
    lines = lines_of(text, font, size, measure)
    width = wide(text, font, size) / max(len(lines), 1)
    while len(lines) > 1 and width < measure:
        width += size / 2
        even = lines_of(text, font, size, min(width, measure), hang=False)
        if len(even) <= len(lines):
            return even
    return lines


# --- pages -------------------------------------------------------------------------------------------------------------


class Style:
    """How a paper sets its pages."""

    def __init__(self, layout, dice):
        self.columns = int(layout.get("columns", 5))
        self.indent = int(layout.get("indent", 2))
        self.head_font = dice.choice(["hei", "micro"])
        self.leading = SIZE * dice.choice([1.15, 1.25, 1.35, 1.5])
        self.gutter = SIZE * dice.choice([1.2, 1.6, 2.0])
        self.column = float(layout.get("measure", 14)) * SIZE + 0.05
        self.width = 2 * MARGIN + self.columns * self.column + (self.columns - 1) * self.gutter
        self.indents_by_spaces = dice.random() < 0.45
        self.hangs = dice.random() < 0.5

    def span(self, columns):
        """How wide so many columns are with the gutters between them."""
        return columns * self.column + (columns - 1) * self.gutter


class Article:
    """An article as it is set: the lines of its headline, of its columns and of its captions, each (x, y, text, font, size)."""

    def __init__(self, article, style, x, y, span, dice):
        self.head, self.columns, self.captions = [], [], []
        self.dice, self.style, self.x, self.y = dice, style, x, y
        self.width = style.span(span)
        inner = max(1, min(span, int(article.get("inner") or span)))
        titles = article.get("title_lines") or []
        place = (article.get("head_place") or "top") if inner > 2 else "top"
        room = self.width - 24 * len(titles) - 8 - (inner - 1) * style.gutter
        vertical = article.get("vertical") and titles and max(map(len, titles)) <= 14 and room / inner >= 8.5 * SIZE
        measure = (self.width - (inner - 1) * style.gutter) / inner
        head_columns, first = range(inner), 0
        if place in ("left", "middle"):
            k = max(1, inner // 3)
            first = 0 if place == "left" else (inner - k) // 2
            head_columns = range(first, first + k)
        self.head_x = x + first * (measure + style.gutter)
        self.head_width = len(head_columns) * (measure + style.gutter) - style.gutter
        text_x, depth = x, 0.0
        if vertical:
            text_x += 24 * len(titles) + 8
            measure = room / inner
            depth = self.set_upright(titles)
        else:
            head_height = self.set_head(article, titles, 30.0 if span > 1 else 18.0)
        text = self.text(article, measure, vertical)
        above = [0 if vertical or place == "bottom" or c not in head_columns else head_height for c in range(inner)]
        height = self.set_columns(text, text_x, measure, above)
        height = max(height, depth)
        if place == "bottom" and not vertical:
            self.head = [(lx, ly + height, *rest) for lx, ly, *rest in self.head]
            height += head_height
        for block in article["blocks"]:
            if block["kind"] == "caption":
                height += 80  # the photo
                lines = lines_of(block["text"], "kai", SIZE, min(self.width, 2 * measure + style.gutter))
                self.captions.append([(x, y + height + (k + 1) * style.leading, l, "kai", SIZE) for k, l in enumerate(lines)])
                height += len(lines) * style.leading
        self.height = height + style.leading

    def set_head(self, article, titles, most):
        """Sets the headline in its columns; how high it is."""
        longest = max(map(len, titles), default=1) + 0.5
        title_size = min(most, max(13.0, self.head_width / longest))
        small = max(11.0, min(16.0, 0.55 * title_size))
        centred = self.dice.random() < 0.6
        height = 0.0

        def put(line, font, size, gap):
            nonlocal height
            height += size * gap
            inset = max(0.0, (self.head_width - wide(line, font, size)) / 2) if centred else 0.0
            self.head.append((self.head_x + inset, self.y + height, line, font, size))

        def part(text, font, size):
            fits = wide(text, font, size) <= self.head_width
            if not fits and wide(text, font, 10) <= self.head_width:
                size = max(10.0, self.head_width / (wide(text, font, 1) + 0.01))
                fits = wide(text, font, size) <= self.head_width
            for clause in [text] if fits else text.replace("　", " ").split():
                for line in even_lines(clause, font, size, self.head_width):
                    put(line, font, size, 1.25)

        if article.get("kicker"):
            part(article["kicker"], "kai", small)
        for title in titles:
            part(title, self.style.head_font, title_size)
        for deck in article.get("deck") or []:
            part(deck, "kai", small)
        if article.get("byline"):
            put(article["byline"], "kai", SIZE, 1.6)
        return height + 0.6 * self.style.leading

    def set_upright(self, titles):
        """Sets a title from top to bottom, its lines from right to left; how high it is."""
        for k, title in enumerate(titles):
            x = self.x + (len(titles) - 1 - k) * 24
            self.head += [(x, self.y + (n + 1) * 22, c, self.style.head_font, 20) for n, c in enumerate(title)]
        return 22.0 * max(map(len, titles))

    def text(self, article, measure, vertical):
        """The lines of the text: (line, how far it is set in, font)."""
        out = []
        if vertical:
            for part in [article.get("kicker") or "", *(article.get("deck") or [])]:
                out += [(l, 0, "kai") for l in lines_of(part, "kai", SIZE, measure)]
            if article.get("byline"):
                out.append((article["byline"], 2 * SIZE, "kai"))
        for block in article["blocks"]:
            text = block["text"]
            if block["kind"] == "subhead":
                font = self.style.head_font
                for line in lines_of(text, font, SIZE, measure):
                    inset = 2 * SIZE if self.dice.random() < 0.5 and wide(line, font, SIZE) < measure - 2 * SIZE else 0
                    out.append((line, inset, font))
            elif block["kind"] != "caption" and self.style.indents_by_spaces:
                lines = lines_of("　" * self.style.indent + text, "song", SIZE, measure, hang=self.style.hangs)
                out += [(line, 0, "song") for line in lines]
            elif block["kind"] != "caption":
                inset = self.style.indent * SIZE
                lines = lines_of(text, "song", SIZE, measure, inset, self.style.hangs)
                out += [(line, inset if k == 0 else 0, "song") for k, line in enumerate(lines)]
        for line in lines_of(article.get("sign") or "", "kai", SIZE, measure):
            out.append((line, max(0, measure - wide(line, "kai", SIZE)), "kai"))
        return out

    def set_columns(self, text, x, measure, above):
        """Sets the text in columns of equal height, below what stands above each; how high they are."""
        leading = self.style.leading
        rows = lambda height: [max(0, int((height - top) // leading)) for top in above]
        height = max(above) + leading
        while sum(rows(height)) < len(text):
            height += leading
        done = 0
        for c, count in enumerate(rows(height)):
            column, left = text[done : done + count], x + c * (measure + self.style.gutter)
            done += len(column)
            if column:
                below = self.y + above[c]
                lines = [(left + inset, below + (k + 1) * leading, l, font, SIZE) for k, (l, inset, font) in enumerate(column)]
                self.columns.append(lines)
        return height


def ordered(articles, order, dice):
    """The runs of lines of a page, in the order in which they stand in the file."""
    articles, runs, last = list(articles), [], []
    if order == "jumbled":
        dice.shuffle(articles)
    if order == "alternate":
        for pair in (articles[k : k + 2] for k in range(0, len(articles), 2)):
            runs += [a.head for a in pair]
            for k in range(max(len(a.columns) for a in pair)):
                runs += [column for a in pair for column in a.columns[k : k + 1]]
            runs += [caption for a in pair for caption in a.captions]
        return runs
    for a in articles:
        columns = list(a.columns)
        if order == "shuffled":
            dice.shuffle(columns)
        if order == "heads_after":
            runs += [*columns, a.head, *a.captions]
        elif order == "heads_last":
            runs += [*columns, *a.captions]
            last.append(a.head)
        elif order == "heads_first":
            runs.append(a.head)
            last += [*columns, *a.captions]
        elif order == "beside" and len(columns) > 1:
            k = dice.randrange(1, len(columns))
            runs += [*columns[:k], a.head, *columns[k:], *a.captions]
        elif order == "captions_first":
            runs += [*a.captions, a.head, *columns]
        else:
            runs += [a.head, *columns, *a.captions]
    if order == "heads_last" and dice.random() < 0.4:
        dice.shuffle(last)
    return runs + last


def print_page(page, order, dice, path):
    """Sets a page and prints it to a PDF."""
    style = Style(page["layout"], dice)
    tops, articles = [0.0] * style.columns, []
    for article in page["articles"]:
        span = max(1, min(style.columns, int(article.get("span") or 1)))
        # The highest place that is wide enough, and the leftmost of these.
        c = min(range(style.columns - span + 1), key=lambda c: (round(max(tops[c : c + span])), c))
        x = MARGIN + c * (style.column + style.gutter)
        y = max(tops[c : c + span]) + 0.9 * style.leading
        articles.append(Article(article, style, x, y, span, dice))
        tops[c : c + span] = [y + articles[-1].height] * span
    height = TOP + max(tops) + 60
    step = style.width / 3.2
    masthead = [(MARGIN + k % 3 * step, 12 * (k // 3) - 45, l, style.head_font, 10) for k, l in enumerate(page.get("masthead") or [])]
    footer = [(MARGIN + k * step, height - TOP - 20, l, "song", 8) for k, l in enumerate(page.get("footer") or [])]
    runs = ordered(articles, order, dice)
    runs = [masthead, *runs, footer] if dice.random() < 0.7 else [*runs, masthead, footer]
    pdf = canvas.Canvas(str(path), pagesize=(style.width, height))
    for x, y, text, font, size in (line for run in runs for line in run):
        if text.strip(" "):
            out = pdf.beginText(x, height - (y + TOP))
            out.setFont(font, size)
            out.textOut(text)
            pdf.drawText(out)
    pdf.save()


# --- extractors ----------------------------------------------------------------------------------------------------------


def command(*words):
    return lambda path: subprocess.run([w.format(path) for w in words], capture_output=True, timeout=60).stdout.decode("utf-8", "replace")


def pymupdf(path):
    import pymupdf
    return pymupdf.open(path)[0].get_text("text")


def blocks(path):
    import pymupdf
    return "\n\n".join(b[4].strip("\n") for b in pymupdf.open(path)[0].get_text("blocks") if b[6] == 0)


def pdfminer(path):
    from pdfminer.high_level import extract_text
    return extract_text(path)


def vert(path):
    from pdfminer.high_level import extract_text
    from pdfminer.layout import LAParams
    return extract_text(path, laparams=LAParams(detect_vertical=True, boxes_flow=-0.5))


def pdfium(path):
    import pypdfium2
    return pypdfium2.PdfDocument(path)[0].get_textpage().get_text_range()


def pypdf(path):
    import pypdf
    return pypdf.PdfReader(path).pages[0].extract_text()


def pypdf_layout(path):
    import pypdf
    return pypdf.PdfReader(path).pages[0].extract_text(extraction_mode="layout")


# Who reads pages, and how often.
READERS = {
    "mutool": (command("mutool", "draw", "-q", "-F", "text", "{}"), 4), "pymupdf": (pymupdf, 2), "blocks": (blocks, 3),
    "raw": (command("pdftotext", "-raw", "{}", "-"), 2), "pdfium": (pdfium, 2), "pypdf": (pypdf, 1), "pdfminer": (pdfminer, 4),
    "vert": (vert, 1), "pypdf_layout": (pypdf_layout, 1), "pdftotext": (command("pdftotext", "{}", "-"), 2),
}


# --- gold ----------------------------------------------------------------------------------------------------------------


def content(text):
    return "".join(c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c)[0] in "LMN")


def tidy(text):
    """Text as the gold has it: no space beside a Chinese mark, but between a dateline and a quote."""
    text = text.replace("　", " ").strip()
    return re.sub(r"(?<=[，。、；：？！）】》」』”]) +| +(?=[，。、；：？！（）【】》」』”])|(?<![讯电訊電]) +(?=[《「『“])", "", text)


def blocks_of(article):
    """The blocks that an article should come back as."""
    plain = lambda text: text.replace("　", " ")
    head = [("kicker", article.get("kicker")), ("title", article.get("title")), *(("deck", d) for d in article.get("deck") or [])]
    out = [{"kind": k, "text": plain(t)} for k, t in [*head, ("byline", article.get("byline"))] if t]
    for block in article["blocks"]:
        kind, text = block["kind"], block["text"]
        jumps = {"body": r"(（(?:上接|紧接|緊接)[^）]{1,12}）)?(.*?)(（下[转轉][^）]{1,12}）)?"}.get(kind)
        before, text, after = re.fullmatch(jumps, text, re.S).groups() if jumps else (None, text, None)
        for k, t in [("jump", before), (kind, text), ("jump", after)]:
            if t:
                out.append({"kind": k, "text": plain(t).strip() if k == "caption" else tidy(t)})
    if article.get("sign"):
        end = max((k for k, b in enumerate(out) if b["kind"] in ("body", "subhead")), default=len(out) - 1)
        out.insert(end + 1, {"kind": "byline", "text": plain(article["sign"])})
    return out


def begins(text, read):
    """Where a text begins in what was read, by as many of its first characters as stand there together."""
    places = (read.find(text[:n]) for n in (6, 5, 4, 3))
    return next((place for place in places if place >= 0), len(read))


def gold(page, text, meta, source):
    """The gold of a page, its articles in the order in which their texts begin in it; none if the extractor lost or made up some."""
    read, articles = content(text), []
    for article in page["articles"]:
        blocks = blocks_of(article)
        bodies = [b for b in blocks if b["kind"] == "body"] or blocks
        articles.append((min(begins(content(b["text"]), read) for b in bodies), blocks))
    articles.sort(key=lambda article: article[0])
    furniture = [("masthead", l) for l in page.get("masthead") or []] + [("staff", l) for l in page.get("footer") or []]
    texts = [b["text"] for _, blocks in articles for b in blocks] + [l for _, l in furniture]
    wanted, have = Counter(content("".join(texts))), Counter(read)
    if wanted != have:
        return None
    return {
        "source": source, "meta": meta, "articles": [{"blocks": blocks} for _, blocks in articles],
        "furniture": [{"kind": kind, "text": l.replace("　", " ")} for kind, l in furniture],
    }


# --- all of them -----------------------------------------------------------------------------------------------------------


def one(job):
    file, variant, asked = job
    page, dice = json.loads(file.read_text("utf-8")), random.Random(f"{asked.seed}{file.name}{variant}")
    order = dice.choices(list(ORDERS), [often for often, _ in ORDERS.values()])[0]
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        pdf = str(pathlib.Path(folder) / "page.pdf")
        print_page(page, order, dice, pdf)
        readers = set()
        while len(readers) < min(asked.readers, len(READERS)):
            readers.add(dice.choices(list(READERS), [often for _, often in READERS.values()])[0])
        for reader in sorted(readers):
            name = f"{file.stem}_{variant}{reader}" if asked.variants > 1 or asked.readers > 1 else file.stem
            text = READERS[reader][0](pdf)
            meta = {"paper": page["set"], "set": "press", "extractor": reader, "order": order}
            right = gold(page, text, meta, f"{name}.txt")
            if right is None:
                print(f"{name}: {reader} lost or made up characters, left out")
                continue
            out = asked.out / page["set"]
            out.mkdir(parents=True, exist_ok=True)
            (out / f"{name}.txt").write_text(text, "utf-8")
            (out / f"{name}.gold.json").write_text(json.dumps(right, ensure_ascii=False, indent=1) + "\n", "utf-8")
            difficulty = "columns-interleaved" if reader == "pdftotext" else ORDERS[order][1]
            rows.append(f"{page['set']}/{name}.txt\t{order}\t{page['set']}\t{reader}\t{difficulty}\t{page['paper']}")
    return rows


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=pathlib.Path)
    for name in ("seed", "variants", "readers"):
        parser.add_argument(f"--{name}", type=int, default=1)
    asked = parser.parse_args()
    jobs = [(file, v, asked) for file in sorted((HERE / "content").glob("*.json")) for v in range(asked.variants)]
    with Pool() as pool:
        rows = [row for rows in pool.imap(one, jobs) for row in rows]
    (asked.out / "INDEX.tsv").write_text("file\torder\tset\textractor\tdifficulty\tpaper\n" + "\n".join(rows) + "\n", "utf-8")
    print(f"{len(rows)} pages")


if __name__ == "__main__":
    main()
