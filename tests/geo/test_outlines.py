"""Outlines: areas tile the ground, borders are smooth and pass every node on the right side."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import Polygon, box

from geo.arrays import Floats
from geo.control.mesh import Lattice, Mesh
from geo.control.outlines import Outlines
from geo.control.shore import Shore
from geo.geometry.projection import WGS84, local_crs, project, transformer

CRS = local_crs(35.5, 36.5)
TO_DEGREES = transformer(CRS, WGS84)
NOTHING_BESIDE = np.array([], dtype=object)
KEPT_NONE = np.array([], dtype=np.int64)


def square(half_m: float) -> Polygon:
    return project(box(-half_m, -half_m, half_m, half_m), TO_DEGREES)


def mesh_over(places_m: Floats, half_m: float = 10_000) -> Mesh:
    lattice = Lattice.over(box(-half_m, -half_m, half_m, half_m), 400)
    return Mesh.of(lattice, places_m, np.full(len(places_m), np.inf))


@settings(max_examples=15, deadline=None, derandomize=True)
@given(st.integers(0, 2**32 - 1))
def test_no_border_is_moved_over_a_node(seed: int) -> None:
    # hamlets down to 10 m apart in a lattice of 400 m, each node held by a random side
    rng = np.random.default_rng(seed)
    villages = rng.uniform(-9000, 9000, (30, 2))
    mesh = mesh_over(
        np.vstack([villages, villages + rng.uniform(-1, 1, (30, 2)) * rng.choice([10, 100, 300], (30, 1))])
    )
    classes = rng.integers(0, 3, len(mesh.nodes_m))
    outlines = Outlines(mesh, Shore(TO_DEGREES, square(10_000), NOTHING_BESIDE))
    areas, area_classes, _, _ = outlines.areas(classes, classes, np.arange(len(classes)))
    area, node = shapely.STRtree(outlines.nodes).query(areas, predicate="contains")
    assert len(node) == len(np.unique(node)) > 0.9 * (20_000 / 400) ** 2
    assert (classes[node] == area_classes[area]).all()


@settings(max_examples=20, deadline=None, derandomize=True)
@given(st.integers(0, 2**32 - 1))
def test_areas_tile_the_land_and_share_corners_with_the_ground_beside(seed: int) -> None:
    rng = np.random.default_rng(seed)
    mesh = mesh_over(rng.uniform(-9000, 9000, (20, 2)))
    ground, lake = square(10_000), project(box(-3000, -2000, 4000, 5000), TO_DEGREES)
    outlines = Outlines(mesh, Shore(TO_DEGREES, ground.difference(lake), np.array([lake], dtype=object)))
    # in patches, which the shore cuts
    classes = (np.sin(mesh.nodes_m @ rng.uniform(-1e-3, 1e-3, (2, 3))).argmax(axis=1)).astype(np.int64)
    areas, _, nodes, (beside,) = outlines.areas(classes, classes, KEPT_NONE)
    assert shapely.coverage_is_valid([*areas, *beside])
    assert shapely.union_all(beside).symmetric_difference(lake).area < 1e-12
    assert shapely.union_all([*areas, *beside]).symmetric_difference(ground).area < 1e-12
    assert shapely.area([*areas, *beside]).sum() == pytest.approx(ground.area, abs=1e-12)
    assert len(np.concatenate(nodes)) == len(np.unique(np.concatenate(nodes)))


@settings(max_examples=10, deadline=None, derandomize=True)
@given(st.integers(0, 2**32 - 1))
def test_lines_between_classes_of_one_holder_move_no_border_of_a_holder(seed: int) -> None:
    rng = np.random.default_rng(seed)
    mesh = mesh_over(rng.uniform(-9000, 9000, (20, 2)))
    holders, shades = (
        np.sin(mesh.nodes_m @ rng.uniform(-1e-3, 1e-3, (2, 3))).argmax(axis=1).astype(np.int64) for _ in range(2)
    )
    outlines = Outlines(mesh, Shore(TO_DEGREES, square(10_000), NOTHING_BESIDE))
    shaded, classes, _, _ = outlines.areas(3 * holders + shades, holders, np.arange(len(holders)))
    plain, whose, _, _ = outlines.areas(holders, holders, np.arange(len(holders)))
    assert len(shaded) > len(plain)
    for holder in np.unique(holders):
        one, other = (shapely.union_all(areas[of == holder]) for areas, of in ((shaded, classes // 3), (plain, whose)))
        # slivers at the shore go to any neighbour
        assert one.symmetric_difference(other).intersection(square(9_000)).area < 1e-12


def test_a_round_patch_has_a_round_outline() -> None:
    mesh = mesh_over(np.zeros((0, 2)))
    classes = (np.hypot(*mesh.nodes_m.T) < 5000).astype(np.int64)
    areas, area_classes, _, _ = Outlines(mesh, Shore(TO_DEGREES, square(10_000), NOTHING_BESIDE)).areas(
        classes, classes, KEPT_NONE
    )
    (patch,) = project(areas[area_classes == 1], transformer(WGS84, CRS))
    assert patch.area == pytest.approx(np.pi * 5000**2, rel=0.03)
    corners = shapely.get_coordinates(patch)[:-1]
    along = np.diff(np.vstack([corners[-1:], corners, corners[:1]]), axis=0)
    turns = np.angle(np.exp(1j * np.diff(np.angle(along @ (1, 1j)))), deg=True)
    assert np.abs(turns).max() < 35


def test_ground_of_one_class_is_one_area_with_all_its_nodes() -> None:
    mesh = mesh_over(np.array([[0.0, 0.0]]))
    areas, classes, (nodes,), beside = Outlines(mesh, Shore(TO_DEGREES, square(10_000), NOTHING_BESIDE)).areas(
        *[np.full(len(mesh.nodes_m), 7)] * 2, KEPT_NONE
    )
    assert classes.tolist() == [7]
    assert areas[0].equals(square(10_000))
    assert 0 in nodes
    assert beside == []


def test_a_piece_that_the_shore_cuts_off_goes_to_its_neighbour_but_not_if_it_is_kept() -> None:
    # a node just inside the shore, of another class than all nodes around it
    mesh = mesh_over(np.array([[9990.0, 0.0], [9900.0, 0.0], [9990.0, 100.0], [9990.0, -100.0]]))
    classes = np.where(np.arange(len(mesh.nodes_m)) == 0, 1, 0)
    outlines = Outlines(mesh, Shore(TO_DEGREES, square(10_000), NOTHING_BESIDE))
    assert outlines.areas(classes, classes, KEPT_NONE)[1].tolist() == [0]
    assert sorted(outlines.areas(classes, classes, np.array([0]))[1].tolist()) == [0, 1]
