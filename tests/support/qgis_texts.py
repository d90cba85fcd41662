"""Runs in QGIS's own Python: tells as JSON how QGIS shows the texts of a project, and prints its pages.

    python3 tests/support/qgis_texts.py FOLDER

FOLDER holds sitmap.qgz, sitmap.gpkg, and texts.json: templates whose expressions QGIS is to evaluate.
"""

import json
import os
import sys
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from qgis.core import (
    QgsApplication,
    QgsExpression,
    QgsExpressionContext,
    QgsExpressionContextUtils,
    QgsLayerTreeModel,
    QgsLayoutExporter,
    QgsProject,
    QgsRenderContext,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import Qt


def main(folder: Path) -> dict[str, object]:
    project = QgsProject.instance()
    assert project.read(str(folder / "sitmap.qgz"))
    of_project = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(None))
    of_project.appendScope(QgsExpressionContextUtils.projectScope(project))
    layers = [layer for layer in project.mapLayers().values() if isinstance(layer, QgsVectorLayer)]
    tips = []
    for layer in layers:
        context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
        for feature in layer.getFeatures():
            context.setFeature(feature)
            tips.append(QgsExpression.replaceExpressionText(layer.mapTipTemplate(), context))
    model = QgsLayerTreeModel(project.layerTreeRoot())
    legend = [
        node.data(Qt.DisplayRole)
        for layer in project.layerTreeRoot().findLayers()
        for node in model.layerLegendNodes(layer)
    ]
    alone = QgsVectorLayer(f"{folder / 'sitmap.gpkg'}|layername=zones", "zones", "ogr")
    alone.loadDefaultStyle()
    settings = QgsLayoutExporter.PdfExportSettings()
    settings.textRenderFormat = QgsRenderContext.TextFormatAlwaysText
    for page in project.layoutManager().layouts():
        assert QgsLayoutExporter(page).exportToPdf(str(folder / f"{page.name()}.pdf"), settings) == 0
    templates = json.loads((folder / "texts.json").read_text(encoding="utf-8"))
    return {
        "texts": [QgsExpression.replaceExpressionText(text, of_project) for text in templates],
        "title": QgsExpression.replaceExpressionText(project.readEntry("TitleLabel", "/Label")[0], of_project),
        "tips": tips,
        "legend": legend,
        "styled": [rule.label() for rule in alone.renderer().rootRule().children()],
        "metadata": [layer.htmlMetadata() for layer in layers],
    }


if __name__ == "__main__":
    application = QgsApplication([], False)  # noqa: FBT003 - QGIS's own signature
    application.initQgis()
    told = main(Path(sys.argv[1]))
    application.exitQgis()
    sys.stdout.write(json.dumps(told, ensure_ascii=False, default=str))
