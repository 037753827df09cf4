"""What the books refuse of deliveries: facts in, stable codes out."""

from __future__ import annotations

from canteen.errors import BooksError


class BroughtAlready(BooksError):
    """A delivery note of this number and supplier is in the books, and was not undone.

    Attributes:
        number: of its record.
    """

    code = "books.brought-already"

    def __init__(self, supplier: str, voucher: str, number: int) -> None:
        super().__init__(f"{voucher} of {supplier} is record {number}")
        self.supplier = supplier
        self.voucher = voucher
        self.number = number
