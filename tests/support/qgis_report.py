"""Runs in QGIS's own Python, not in the tests': opens what was written, and tells as JSON what QGIS made of it.

    python3 tests/qgis_report.py FOLDER DATE...

FOLDER holds sitmap.qgz and sitmap.gpkg; pictures of the dates, of Arabic labels and the printed page go there too.
"""

import hashlib
import json
import os
import sys
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from qgis.core import (
    QgsApplication,
    QgsDateTimeRange,
    QgsExpression,
    QgsExpressionContext,
    QgsExpressionContextUtils,
    QgsFeatureRequest,
    QgsLayoutExporter,
    QgsMapRendererParallelJob,
    QgsMapSettings,
    QgsProject,
    QgsReferencedRectangle,
    QgsRenderContext,
    QgsVectorFileWriter,
    QgsVectorLayer,
    QgsVectorLayerTemporalContext,
)
from qgis.PyQt.QtCore import QDate, QDateTime, QSize, Qt, QTime

TYPED = ("06/02/2020", "2020-2-6", "", "2020-02-06 ", "2021-01-01", "2018-01-01")
SIZE = QSize(1000, 1100)


def day_range(day: str, days: int = 1) -> QgsDateTimeRange:
    """The range that ends with a day."""
    end = QDateTime(QDate.fromString(day, "yyyy-MM-dd"), QTime(0, 0), Qt.UTC).addDays(1)
    return QgsDateTimeRange(end.addDays(-days), end, includeBeginning=True, includeEnd=False)


def described(layer: QgsVectorLayer) -> dict[str, object]:
    """What QGIS knows of a layer."""
    if not layer.isValid():
        return {"valid": False, "error": layer.error().message()}
    temporal = layer.temporalProperties()
    renderer = layer.renderer()
    metadata = layer.metadata()
    periods = metadata.extent().temporalExtents()
    return {
        "valid": layer.isValid(),
        "fields": {field.name(): field.typeName() for field in layer.fields()},
        "aliases": {field.name(): field.alias() for field in layer.fields()},
        "forms": {field.name(): layer.editorWidgetSetup(n).type() for n, field in enumerate(layer.fields())},
        "renderer": renderer.type(),
        "categories": [category.value() for category in renderer.categories()]
        if hasattr(renderer, "categories")
        else [rule.ruleKey() for rule in renderer.rootRule().children()]
        if hasattr(renderer, "rootRule")
        else [],
        "labelled": layer.labelsEnabled(),
        "tip": layer.mapTipTemplate(),
        "active": temporal.isActive(),
        "start": temporal.startField(),
        "end": temporal.endField(),
        "limit": int(temporal.limitMode()),
        "features": layer.featureCount(),
        "metadata": {
            "title": metadata.title(),
            "abstract": metadata.abstract(),
            "licences": metadata.licenses(),
            "rights": metadata.rights(),
            "contacts": [[contact.name, contact.email] for contact in metadata.contacts()],
            "crs": metadata.crs().authid(),
            "period": [[period.begin().toString(Qt.ISODate), period.end().toString(Qt.ISODate)] for period in periods],
        },
    }


def frame(project: QgsProject, day: str, picture: Path, only: str = "", days: int = 1) -> list[str]:
    """Draw a day, or without a temporal controller, as the map canvas does, and give the labels that are drawn."""
    settings = QgsMapSettings()
    shown = project.layerTreeRoot().layerOrder()
    settings.setLayers([layer for layer in shown if only in layer.id()])
    settings.setDestinationCrs(project.crs())
    settings.setBackgroundColor(project.backgroundColor())
    settings.setExtent(QgsReferencedRectangle(project.viewSettings().defaultViewExtent()))
    settings.setOutputSize(SIZE)
    settings.setOutputDpi(110)
    if day:
        settings.setIsTemporal(True)
        settings.setTemporalRange(day_range(day, days))
    settings.setTransformContext(project.transformContext())
    context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(None))
    context.appendScope(QgsExpressionContextUtils.projectScope(project))
    context.appendScope(QgsExpressionContextUtils.mapSettingsScope(settings))
    settings.setExpressionContext(context)
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    job.renderedImage().save(str(picture))
    return sorted({position.labelText for position in job.takeLabelingResults().allLabels()})


def ground(project: QgsProject, day: str, folder: Path, days: int = 1) -> str:
    """Tell one picture of the zones from another."""
    frame(project, day, folder / "ground.png", only="zones", days=days)
    return hashlib.sha256((folder / "ground.png").read_bytes()).hexdigest()


def title(project: QgsProject, day: str = "", days: int = 1) -> str:
    """The text of the title decoration, as the canvas fills it in."""
    context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(None))
    context.appendScope(QgsExpressionContextUtils.projectScope(project))
    if day:
        settings = QgsMapSettings()
        settings.setIsTemporal(True)
        settings.setTemporalRange(day_range(day, days))
        context.appendScope(QgsExpressionContextUtils.mapSettingsScope(settings))
    return QgsExpression.replaceExpressionText(project.readEntry("TitleLabel", "/Label")[0], context)


def typed(project: QgsProject, value: str, folder: Path) -> list[str]:
    """What the map shows, and says, for a value of the variable `sitmap_date`."""
    QgsExpressionContextUtils.setProjectVariable(project, "sitmap_date", value)
    return [ground(project, "", folder), title(project)]


def unfiltered(project: QgsProject, layer: QgsVectorLayer, day: str, folder: Path) -> str:
    """The ground of a day with the layer's temporal filter turned off."""
    layer.temporalProperties().setIsActive(False)
    drawn = ground(project, day, folder)
    layer.temporalProperties().setIsActive(True)
    return drawn


def shown(layer: QgsVectorLayer, day: str) -> int:
    """How many features the layer's temporal filter lets through."""
    context = QgsVectorLayerTemporalContext()
    context.setLayer(layer)
    wanted = layer.temporalProperties().createFilterString(context, day_range(day))
    return len(list(layer.getFeatures(QgsFeatureRequest().setFilterExpression(wanted)))) if wanted else -1


def main(folder: Path, days: list[str]) -> dict[str, object]:
    messages = []
    QgsApplication.messageLog().messageReceived.connect(
        lambda text, tag, level: messages.append([tag, int(level), text])
    )
    project = QgsProject.instance()
    opened = project.read(str(folder / "sitmap.qgz"))
    layers = {
        layer.id().removeprefix("sitmap_"): layer
        for layer in project.mapLayers().values()
        if isinstance(layer, QgsVectorLayer) and layer.isSpatial()
    }
    relations = [one.name() for one in project.relationManager().relations().values() if one.isValid()]
    alone = {}
    for name in layers:
        layer = QgsVectorLayer(f"{folder / 'sitmap.gpkg'}|layername={name}", name, "ogr")
        # as the program does with layers that are dragged into it
        layer.loadDefaultStyle()
        alone[name] = described(layer)
    dragged = {name: QgsVectorLayer(str(folder / "layers" / f"{name}.geojson"), name, "ogr") for name in layers}
    for layer in dragged.values():
        layer.loadDefaultStyle()
    own = QgsProject()
    own.setCrs(project.crs())
    own.viewSettings().setDefaultViewExtent(
        QgsReferencedRectangle(project.viewSettings().defaultViewExtent(), project.crs())
    )
    for name in reversed(layers):
        own.addMapLayer(dragged[name])
    frame(own, days[-1], folder / "dragged.png")
    labels = {day: frame(project, day, folder / f"frame-{day}.png") for day in days}
    grounds = {day: ground(project, day, folder) for day in days}
    variables = QgsExpressionContextUtils.projectScope(project)
    QgsExpressionContextUtils.setProjectVariable(project, "sitmap_language", "ar")
    labels["ar"] = frame(project, days[-1], folder / "frame-ar.png")
    QgsExpressionContextUtils.setProjectVariable(project, "sitmap_date", days[-1])
    uncontrolled = ground(project, "", folder)
    weeks = {day: ground(project, day, folder, days=7) for day in days[1:]}
    titles = {"day": title(project, days[1]), "week": title(project, days[1], 7), "uncontrolled": title(project)}
    without_filter = unfiltered(project, layers["zones"], days[1], folder)
    beyond = [ground(project, "2021-01-01", folder), title(project, "2021-01-01")]
    frame(project, days[1], folder / "week.png", days=7)
    variable = {value: typed(project, value, folder) for value in TYPED}
    QgsExpressionContextUtils.setProjectVariable(project, "sitmap_date", days[-1])
    QgsExpressionContextUtils.setProjectVariable(project, "sitmap_language", "")
    pages = {layout.name(): layout for layout in project.layoutManager().layouts()}
    as_text = QgsLayoutExporter.PdfExportSettings()
    as_text.textRenderFormat = QgsRenderContext.TextFormatAlwaysText
    exported = {
        name: int(QgsLayoutExporter(page).exportToPdf(str(folder / f"{name}.pdf"), as_text))
        for name, page in pages.items()
    }
    for ending, driver in (("gpkg", "GPKG"), ("geojson", "GeoJSON"), ("kml", "KML")):
        options = QgsVectorFileWriter.SaveVectorOptions()
        options.driverName = driver
        saved = str(folder / f"saved.{ending}")
        QgsVectorFileWriter.writeAsVectorFormatV3(layers["events"], saved, project.transformContext(), options)
    times = project.timeSettings()
    return {
        "opened": opened,
        "error": project.error(),
        "messages": messages,
        "title": project.title(),
        "layers": {name: described(layer) for name, layer in layers.items()},
        "alone": alone,
        "shown": {day: {name: shown(layer, day) for name, layer in layers.items()} for day in days},
        "labels": labels,
        "grounds": grounds,
        "uncontrolled": uncontrolled,
        "weeks": weeks,
        "relations": relations,
        "dragged": {name: described(layer) for name, layer in dragged.items()},
        "titles": titles,
        "without_filter": without_filter,
        "beyond": beyond,
        "typed": variable,
        "groups": [group.name() for group in project.layerTreeRoot().findGroups()],
        "crs": project.crs().authid(),
        "period": [
            times.temporalRange().begin().toString(Qt.ISODate),
            times.temporalRange().end().toString(Qt.ISODate),
        ],
        "step": [times.timeStep(), int(times.timeStepUnit())],
        "navigation": project.readNumEntry("TemporalControllerWidget", "/NavigationMode", 0)[0],
        "variables": {
            name: variables.variable(name) for name in variables.variableNames() if name.startswith("sitmap")
        },
        "items": {
            name: sorted(item.id() for item in page.items() if hasattr(item, "id") and item.id())
            for name, page in pages.items()
        },
        "exported": exported,
    }


if __name__ == "__main__":
    application = QgsApplication([], False)  # noqa: FBT003 - QGIS's own signature
    application.initQgis()
    told = main(Path(sys.argv[1]), sys.argv[2:])
    application.exitQgis()
    sys.stdout.write(json.dumps(told, ensure_ascii=False, default=str))
