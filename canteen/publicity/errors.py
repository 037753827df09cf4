"""What the record of publication refuses on purpose: facts in, stable codes out."""

from __future__ import annotations

from collections.abc import Sequence

from canteen.errors import BooksError


class NotPublic(BooksError):
    """The sheet is kept inside the school: it names pupils, or is a working paper.

    Attributes:
        allowed: the sheets that are shown to everybody.
    """

    code = "books.not-public"

    def __init__(self, sheet: str, allowed: Sequence[str]) -> None:
        super().__init__(f"{sheet} is not shown in public; shown are {', '.join(allowed)}")
        self.sheet = sheet
        self.allowed = tuple(allowed)


class NotSigned(BooksError):
    """Somebody's signature is missing on a sheet that is to be shown.

    Attributes:
        posts: that sign it and did not.
    """

    code = "books.not-signed"

    def __init__(self, sheet: str, posts: Sequence[str]) -> None:
        super().__init__(f"{sheet} is not signed by {', '.join(posts)}")
        self.sheet = sheet
        self.posts = tuple(posts)


class NotShown(BooksError):
    """Nothing of this kind was shown.

    Attributes:
        what: what was asked for.
    """

    code = "books.not-shown"

    def __init__(self, what: str) -> None:
        super().__init__(f"nothing was shown as {what}")
        self.what = what


class OtherSchool(BooksError):
    """A sheet of one school is to be shown in the name of another.

    Attributes:
        sheet_of: the school on the sheet; ``books_of``: whose books these are.
    """

    code = "books.other-school"

    def __init__(self, sheet_of: str, books_of: str) -> None:
        super().__init__(f"the sheet is one of {sheet_of}, the books are those of {books_of}")
        self.sheet_of = sheet_of
        self.books_of = books_of
