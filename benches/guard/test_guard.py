"""Checks what the guard holds against. Needs Python alone: `python3 -m unittest discover benches/guard`."""

import unittest

import guard


class Guard(unittest.TestCase):
    def test_a_path_may_take_five_in_a_hundred_more(self):
        self.assertEqual(guard.paths_that_became_worse({"fold": 100}, {"fold": 105}), [])
        self.assertEqual(guard.paths_that_became_worse({"fold": 100}, {"fold": 106}), ["fold"])

    def test_a_path_that_was_never_written_down_is_told(self):
        self.assertEqual(guard.paths_that_became_worse({}, {"fold": 1}), ["fold"])


if __name__ == "__main__":
    unittest.main()
