"""QGIS, without a screen, opens a GeoPackage of the atlas: all features, styled by category.

    python3 tests/clients/geopackage_in_qgis.py atlas.gpkg
"""
import os
import sys

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from qgis.core import QgsApplication, QgsProviderRegistry, QgsVectorLayer  # noqa: E402


def check(path):
    """The tables of features, each with its number; stops at the first that is not as promised."""
    metadata = QgsProviderRegistry.instance().providerMetadata("ogr")
    tables = [sub.name() for sub in metadata.querySublayers(path) if sub.name() != "layer_styles"]
    assert tables, f"{path} holds no table"
    used = set()
    for table in tables:
        layer = QgsVectorLayer(f"{path}|layername={table}", table, "ogr")
        assert layer.isValid(), f"{table} does not open"
        message, found = layer.loadDefaultStyle()
        assert found, f"{table} has no style: {message}"
        renderer = layer.renderer()
        assert renderer.type() == "categorizedSymbol", f"{table} is drawn as {renderer.type()}"
        assert renderer.classAttribute() == "category", table
        categories = renderer.categories()  # they own their symbols
        styled = {category.value(): category.symbol() for category in categories}
        for feature in layer.getFeatures():
            symbol = styled[feature["category"]]
            assert symbol.symbolLayerCount() > 0, f"{table}: {feature['category']} has no symbol"
        colours = {symbol.color().name() for symbol in styled.values()}
        used |= colours
        print(f"{table}: {layer.featureCount()} features, {len(styled)} categories, {sorted(colours)}")
    assert len(used) > 3, f"the categories look alike: {used}"


def main():
    application = QgsApplication([], False)
    application.initQgis()
    try:
        check(sys.argv[1])
    finally:
        application.exitQgis()


if __name__ == "__main__":
    main()
