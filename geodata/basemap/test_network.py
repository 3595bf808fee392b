"""Checks how a network is thinned, ranked and joined into lines. Needs Python alone."""

import collections
import unittest

import network


def links(*lines):
    """A network of lines through places, each (longitude, latitude)."""
    joined = collections.defaultdict(dict)
    for line in lines:
        for one, other in zip(line, line[1:]):
            network.join(joined, one, other, network.distance(one, other))
    return joined


class Network(unittest.TestCase):
    def test_a_degree_along_a_meridian_is_111_km(self):
        self.assertAlmostEqual(network.distance((70, 40), (70, 41)), 111.2, delta=0.1)

    def test_lines_run_from_fork_to_fork(self):
        star = links([(70, 40), (70, 41), (70, 42)], [(70, 42), (71, 42)], [(70, 42), (69, 42), (68, 42)])
        self.assertEqual(sorted(map(len, network.chains(star))), [2, 3, 3])

    def test_a_straight_double_goes_and_the_finer_way_stays(self):
        fine = [(70 + step / 10, 40 + step % 2 / 50) for step in range(15)]
        both = links(fine, [fine[0], fine[-1]])
        network.thin(both)
        self.assertEqual(network.chains(both), [fine])

    def test_strokes_across_the_steppe_stubs_and_scraps_go(self):
        main = [(70, 40), (70.9, 40), (71.8, 40)]
        stub, stroke, scrap = [(70.9, 40), (70.9, 40.02)], [(70, 40), (70, 45)], [(80, 50), (80.2, 50)]
        every = links(main, stub, stroke, scrap)
        network.thin(every)
        self.assertEqual(network.chains(every), [main])

    def test_the_ways_between_towns_are_the_shortest(self):
        direct, round_about = [(70, 40), (71, 40)], [(70, 40), (70.5, 41), (71, 40)]
        used = network.on_ways_between(links(direct, round_about), [(70.01, 40), (71, 40.01), (90, 50)])
        self.assertEqual(used, {((70, 40), (71, 40))})


if __name__ == "__main__":
    unittest.main()
