"""The README's pictures: taken out of the cells of the notebooks that are committed, and shown with a text."""

import base64
import contextlib
import html
import http.server
import io
import re
import struct
import tempfile
import threading
import unittest
from dataclasses import replace
from pathlib import Path
from unittest import mock

import nbformat
from nbformat.v4 import new_output

import support  # first: it finds the runner

import pdf
import pictures
from pictures import Picture, PictureError

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4" style="width:100%"><path d="M0 0h4"/></svg>'


def image(png):
    return f'<img src="data:image/png;base64,{base64.b64encode(png).decode()}" alt="A point">'


def shows(*pages):
    """Returns the outputs of a cell that shows these pages."""
    return [new_output("display_data", {"text/html": page, "text/plain": "shown"}) for page in pages]


class Folder(unittest.TestCase):
    """A test with a folder of notebooks of its own, and one for the pictures."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name).resolve()
        self.pictures = self.folder / "docs" / "images"
        for name, place in [("NOTEBOOKS", self.folder), ("FOLDER", self.pictures)]:
            patch = mock.patch.object(pictures, name, place)
            patch.start()
            self.addCleanup(patch.stop)
        made = support.notebook("Lab.setUp();", "show(image);", "show(drawing);\n// and the image", "twice", "twice")
        made.cells[1].outputs = shows("<p>CNN Labs</p>\n<script>window.Plotly = {};</script>")
        made.cells[2].outputs = shows(image(PNG))
        made.cells[3].outputs = [new_output("stream", text="a line\n"), *shows(DRAWING, image(PNG))]
        self.made = made
        self.write()

    def write(self):
        support.write(self.made, self.folder / "01-lenet.ipynb")


class Choose(Folder):
    image = Picture("image.png", "01-lenet", ("show(image)",))
    drawing = Picture("drawing.svg", "01-lenet", ("show(drawing)",))

    def test_the_picture_is_what_the_cell_showed(self):
        self.assertEqual(pictures.make(self.image, None), PNG)

    def test_of_several_outputs_the_one_of_the_number(self):
        self.assertEqual(pictures.make(replace(self.image, cells=("show(drawing)",), output=1), None), PNG)

    def test_a_drawing_lies_on_white(self):
        drawing = pictures.make(self.drawing, None).decode()
        self.assertIn('style="background:#fff;color:#000;width:100%"', drawing)
        self.assertEqual(len(drawing), len(DRAWING) + len("background:#fff;color:#000;"))

    def assert_fails(self, picture, *said):
        with self.assertRaises(PictureError) as caught:
            pictures.make(picture, None)
        for part in said:
            self.assertIn(part, str(caught.exception))

    def test_a_missing_notebook_is_named(self):
        self.assert_fails(replace(self.image, notebook="02-maps"), "there is no notebook 02-maps")

    def test_a_missing_cell_is_named_with_its_notebook(self):
        self.assert_fails(replace(self.image, cells=("gone();",)), "01-lenet", "no cell", "'gone();'")

    def test_a_text_of_two_cells_is_named_with_its_notebook(self):
        self.assert_fails(replace(self.image, cells=("twice",)), "01-lenet", "2 cells", "'twice'")

    def test_a_missing_output_is_named_with_its_cell(self):
        self.assert_fails(replace(self.image, output=1), "01-lenet", "'show(image)'", "shows 1 outputs", "number 1")

    def test_an_output_of_another_kind_is_named_with_its_cell(self):
        self.assert_fails(replace(self.image, cells=("show(drawing)",)), "01-lenet", "'show(drawing)'", "no PNG")
        self.assert_fails(replace(self.drawing, cells=("show(image)",)), "01-lenet", "'show(image)'", "no SVG")

    def test_a_picture_that_is_drawn_wants_a_browser(self):
        self.assert_fails(replace(self.image, size=(10, 10)), "none of chromium, ")

    def test_a_large_picture_is_refused(self):
        self.made.cells[2].outputs = shows(image(bytes(150_001)))
        self.write()
        self.assert_fails(self.image, "150,001 bytes, more than 150,000")

    def test_a_stand_in_is_refused(self):
        self.made.cells[2].outputs += shows('<p class="cnnlabs-data">CIFAR-10 stand-in: 10 training images</p>')
        self.write()
        self.assert_fails(self.image, "01-lenet was run on a stand-in")

    def test_other_parameters_are_refused(self):
        self.made.cells[2].metadata["tags"] = ["injected-parameters"]
        self.write()
        self.assert_fails(self.image, "01-lenet was not run with its parameters as written")


class Main(Folder):
    def run_main(self, *table):
        said = io.StringIO()
        with mock.patch.object(pictures, "PICTURES", table), contextlib.redirect_stdout(said):
            with contextlib.redirect_stderr(said):
                return pictures.main(), said.getvalue()

    def test_a_picture_that_fails_keeps_none_of_the_others_back(self):
        gone = replace(Choose.image, file="gone.png", cells=("gone();",))
        status, said = self.run_main(gone, Choose.image)
        self.assertEqual(status, 1)
        self.assertIn("gone.png is as it was: 01-lenet has no cell", said)
        self.assertEqual([path.name for path in self.pictures.iterdir()], ["image.png"])

    def test_all_that_are_made_are_named(self):
        status, said = self.run_main(Choose.image, Choose.drawing)
        self.assertEqual(status, 0, said)
        self.assertIn(f"image.png: {len(PNG)} bytes\n", said)
        self.assertEqual((self.pictures / "image.png").read_bytes(), PNG)


class Draw(Folder):
    def setUp(self):
        super().setUp()
        self.browser = pdf.browser()
        if not self.browser:
            self.skipTest("no Chromium or Chrome is installed")

    def test_outputs_are_drawn_in_the_size_that_is_asked_for(self):
        content = pictures.make(replace(Choose.image, size=(320, 200)), self.browser)
        self.assertTrue(content.startswith(b"\x89PNG"))
        self.assertEqual(struct.unpack(">II", content[16:24]), (320, 200))

    def test_the_page_asks_for_nothing(self):
        requests = []

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                requests.append(self.path)
                self.send_error(404)

        with http.server.HTTPServer(("127.0.0.1", 0), Handler) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            address = f"http://127.0.0.1:{server.server_port}"
            asks = f'<img src="{address}/image"><script src="{address}/script"></script>'
            self.made.cells[2].outputs = shows(asks)
            self.write()
            pictures.make(replace(Choose.image, size=(20, 20), script=f'fetch("{address}/fetch")'), self.browser)
            server.shutdown()
        self.assertEqual(requests, [])


class Committed(unittest.TestCase):
    """The project's own pictures."""

    def test_every_cell_of_the_table_shows_its_output(self):
        for picture in pictures.PICTURES:
            notebook = nbformat.read(support.NOTEBOOKS / f"{picture.notebook}.ipynb", as_version=4)
            for text in picture.cells:
                with self.subTest(picture=picture.file, text=text):
                    self.assertGreater(len(pictures._output(picture, notebook, text)), 500)

    def test_the_readme_shows_every_picture_and_says_what_is_on_it(self):
        readme = (pictures.ROOT / "README.md").read_text(encoding="utf-8")
        texts = {path: text for text, path in re.findall(r"!\[(.*?)\]\((.*?)\)", readme, re.DOTALL)}
        for tag in re.findall(r"<img [^>]*>", readme):
            texts[re.search(r'src="(.*?)"', tag)[1]] = html.unescape(re.search(r'alt="(.*?)"', tag)[1])
        self.assertEqual(set(texts), {f"docs/images/{picture.file}" for picture in pictures.PICTURES})
        for path, text in texts.items():
            self.assertGreater(len(text), 40, path)
            self.assertTrue((pictures.ROOT / path).is_file(), path)


if __name__ == "__main__":
    unittest.main()
