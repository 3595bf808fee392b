"""QGIS, without a screen, opens the server at the address ATLAS: its layers, a filter on days, its tiles."""

import json
import os
import sys
import urllib.request

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["no_proxy"] = "127.0.0.1"

from qgis.core import (  # noqa: E402
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsExpression,
    QgsFeatureRequest,
    QgsMapRendererParallelJob,
    QgsMapSettings,
    QgsRectangle,
    QgsVectorLayer,
    QgsVectorTileLayer,
)
from qgis.PyQt.QtCore import QSize  # noqa: E402
from qgis.PyQt.QtGui import QColor  # noqa: E402

LAYERS = ["pipelines", "corridors", "zones", "bases", "events"]
DAY = "2005-12-15"
BLANK = QColor("white")


def asked(address):
    with urllib.request.urlopen(address) as answer:
        return json.load(answer)


def features(base):
    """Every layer has as many features as the items say, also after a filter on its days."""
    for name in LAYERS:
        layer = QgsVectorLayer(f"url='{base}/api' typename='{name}'", name, "OAPIF")
        assert layer.isValid(), name
        found = sum(1 for _ in layer.getFeatures())
        expected = asked(f"{base}/api/collections/{name}/items")["numberMatched"]
        assert found == expected, f"{name}: {found} of {expected}"
        print(f"{name}: {found} features")
    layer = QgsVectorLayer(f"url='{base}/api' typename='bases'", "bases", "OAPIF")
    days = QgsExpression(f"\"start\" <= '{DAY}' AND (\"end\" IS NULL OR \"end\" >= '{DAY}')")
    found = sum(1 for _ in layer.getFeatures(QgsFeatureRequest(days)))
    expected = asked(f"{base}/api/collections/bases/items?datetime={DAY}&undated=exclude")["numberMatched"]
    assert found == expected, f"bases on {DAY}: {found} of {expected}"
    print(f"bases on {DAY}: {found}")


def tiles(base):
    """A map of the tiles has something on it."""
    source = f"type=xyz&url={base}/tiles/atlas/%7Bz%7D/%7Bx%7D/%7By%7D.pbf&zmin=0&zmax=10"
    layer = QgsVectorTileLayer(source, "atlas")
    assert layer.isValid(), "tiles"
    settings = QgsMapSettings()
    settings.setLayers([layer])
    settings.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:3857"))
    settings.setExtent(QgsRectangle(5_100_000, 4_000_000, 10_000_000, 7_500_000))
    settings.setOutputSize(QSize(400, 300))
    settings.setBackgroundColor(BLANK)
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    image = job.renderedImage()
    drawn = sum(
        image.pixelColor(x, y) != BLANK for x in range(image.width()) for y in range(image.height())
    )
    assert drawn > 500, f"{drawn} pixels are drawn"
    print(f"tiles: {drawn} pixels are drawn")


def main():
    base = os.environ["ATLAS"]
    application = QgsApplication([], False)
    application.initQgis()
    features(base)
    tiles(base)
    sys.stdout.flush()
    # QGIS may fail while it takes itself apart; everything is said by now.
    os._exit(0)


main()
