"""Well-known names of every kind are found, with their kind."""

import pytest

from geo.gazetteer.gazetteer import Gazetteer

WORLD = Gazetteer.load()

COUNTRIES = (
    "Afghanistan|Algeria|Argentina|Armenia|Azerbaijan|Bahrain|Brazil|Burkina Faso|Burma|Cameroon|Chad|China|"
    "Colombia|Congo|Cuba|Czech Republic|Egypt|Eritrea|Ethiopia|France|Georgia|Germany|Haiti|India|Iran|Iraq|"
    "Israel|Ivory Coast|Japan|Lebanon|Libya|Mali|Morocco|Myanmar|North Korea|Russia|Somalia|South Sudan|Syria|"
    "Ukraine|Türkiye|سوريا|Suriye|Russian Federation|State of Palestine|Syrian Arab Republic|"
    "People's Republic of China|Republic of the Sudan|Islamic Republic of Iran"
)
DIVISIONS = (
    "California|Texas|Bavaria|Catalonia|Ontario|Quebec|New South Wales|Punjab|Sindh|Balochistan|"
    "Khyber Pakhtunkhwa|Helmand|Kandahar|Anbar|Nineveh|Aleppo Governorate|Idlib Governorate|Hama Governorate|"
    "Deir ez-Zor|North Kivu|Ituri|Tigray|Oromia|Amhara|Borno|Kaduna|North Darfur|South Kordofan|"
    "Donetsk Oblast|Luhansk Oblast|Kherson Oblast|Crimea|Chechnya|Dagestan|Rakhine|Kachin|Xinjiang|Tibet|"
    "Kashmir|Scotland|Normandy|Sicily|Andalusia"
)
WATERS = (
    "Mediterranean|Black Sea|Red Sea|Caspian Sea|Baltic Sea|North Sea|Aegean Sea|Adriatic|Persian Gulf|"
    "Gulf of Aden|Arabian Sea|South China Sea|East China Sea|Sea of Japan|Sea of Azov|Dead Sea|Caribbean Sea|"
    "Gulf of Mexico|Bay of Bengal|Pacific Ocean|Atlantic Ocean|Indian Ocean|Arctic Ocean|Strait of Hormuz|"
    "Bosphorus|Suez Canal|Panama Canal|English Channel|Nile|Euphrates|Tigris|Jordan River|Danube|Dnieper|"
    "Rhine|Volga|Amazon River|Congo River|Niger River|Mekong|Ganges|Indus|Yangtze|Mississippi River|Lake Chad|"
    "Lake Victoria|Great Lakes"
)
REGIONS = (
    "Middle East|Darfur|Caucasus|Balkans|Sahel|Sahara|Maghreb|Levant|Horn of Africa|Donbas|Kurdistan|Kashmir|"
    "Nagorno-Karabakh|West Bank|Gaza Strip|Golan Heights|Sinai|Central Asia|Southeast Asia|South Asia|"
    "East Africa|West Africa|Sub-Saharan Africa|North Africa|Central America|Latin America|Scandinavia|"
    "Siberia|Himalayas|Anatolia|Arabian Peninsula|Korean Peninsula|European Union|Eastern Europe|"
    "Western Europe|Transnistria|South Ossetia|Abkhazia|Somaliland|Puntland|Cyrenaica"
)
CONTINENTS = "Africa|Asia|Europe|North America|South America|Oceania|Antarctica"
FORMER = {
    "Nur-Sultan": "KZ", "Astana": "KZ", "Bombay": "IN", "Calcutta": "IN", "Madras": "IN", "Rangoon": "MM",
    "Saigon": "VN", "Kiev": "UA", "Kyiv": "UA", "Kharkov": "UA", "Dnipropetrovsk": "UA", "Artemivsk": "UA",
    "Constantinople": "TR", "Leningrad": "RU", "Stalingrad": "RU", "Peking": "CN", "Zaire": "CD", "Burma": "MM",
    "Ceylon": "LK", "Persia": "IR", "Swaziland": "SZ", "Macedonia": "MK", "Upper Volta": "BF", "Rhodesia": "ZW",
    "Salisbury": "ZW", "Elisabethville": "CD",
}  # fmt: skip
PEOPLES = {
    "Syrian": "SY", "Syrians": "SY", "Palestinian": "PS", "Israeli": "IL", "Iraqi": "IQ", "Iranian": "IR",
    "Afghan": "AF", "Turkish": "TR", "Turks": "TR", "Russian": "RU", "Ukrainian": "UA", "Lebanese": "LB",
    "Yemeni": "YE", "Saudi": "SA", "Emirati": "AE", "Qatari": "QA", "Jordanian": "JO", "Egyptian": "EG",
    "Libyan": "LY", "Sudanese": "SD", "Somali": "SO", "Ethiopian": "ET", "Eritrean": "ER", "Kenyan": "KE",
    "Nigerian": "NG", "Malian": "ML", "French": "FR", "German": "DE", "British": "GB", "Spanish": "ES", "Dutch":
    "NL", "Swiss": "CH", "Chinese": "CN", "Japanese": "JP", "Burmese": "MM", "Pakistani": "PK", "Filipino":
    "PH", "Congolese": "CD", "Kazakh": "KZ", "Azerbaijani": "AZ", "Texan": "US", "Californians": "US",
    "Sinhalese": "LK", "Rohingya": "MM",
}  # fmt: skip
ABBREVIATIONS = {
    "U.S.": "US", "USA": "US", "U.K.": "GB", "UK": "GB", "U.A.E.": "AE", "UAE": "AE", "DRC": "CD", "DPRK": "KP",
    "Ont.": "CA", "Calif.": "US", "N.Y.": "US", "Mass.": "US", "Tex.": "US", "B.C.": "CA", "NSW": "AU", "KSA":
    "SA",
}  # fmt: skip


def kinds(name: str) -> set[str]:
    return {fit.place.kind for fit in WORLD.find(name)}


def missing(names: str, kind: set[str]) -> list[str]:
    return [name for name in names.split("|") if not kinds(name) & kind]


@pytest.mark.parametrize(
    ("names", "kind"),
    [
        (COUNTRIES, {"country"}),
        (DIVISIONS, {"province", "region", "country", "district"}),
        (WATERS, {"water"}),
        (REGIONS, {"region", "country", "province"}),
        (CONTINENTS, {"continent"}),
    ],
    ids=["countries", "divisions", "waters", "regions", "continents"],
)
def test_well_known_names_have_their_kind(names: str, kind: set[str]) -> None:
    assert missing(names, kind) == []


@pytest.mark.parametrize("known", [FORMER, PEOPLES, ABBREVIATIONS], ids=["former", "peoples", "abbreviations"])
def test_former_names_peoples_and_abbreviations_lead_to_their_country(known: dict[str, str]) -> None:
    lost = {name for name, code in known.items() if code not in {fit.country for fit in WORLD.find(name)}}
    assert lost == set()
