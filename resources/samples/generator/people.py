"""Invented buyers in many scripts, with addresses that could exist."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Person:
    name: str
    street: str
    extra: str
    city: str
    zip: str
    province: str
    country: str
    company: str = ""
    phone: str = ""

    def email(self, number: int) -> str:
        return f"buyer{number}@example.test"


SCRIPTS = {
    "latin": Person("Nguyễn Thị Minh Khai", "Kastanienallee 12", "", "Berlin", "10437", "", "DE"),
    "greek": Person("Χρήστος Παπαδόπουλος", "Οδός Ερμού 15", "", "Αθήνα", "105 63", "", "GR"),
    "cyrillic": Person("Екатерина Соколова", "Narva maantee 7", "", "Tallinn", "10117", "", "EE"),
    "arabic": Person("محمد الفارسي", "12 Rue de la République", "", "Marseille", "13001", "", "FR"),
    "hebrew": Person("נועה לוי", "רחוב דיזנגוף 99", "דירה 4", "תל אביב", "6433222", "", "IL"),
    "thai": Person("สมชาย ใจดี", "99/1 ถนนสุขุมวิท", "", "กรุงเทพมหานคร", "10110", "", "TH"),
    "chinese": Person("王小明", "南京西路 100 号", "3 楼", "上海市", "200041", "", "CN"),
    "japanese": Person("山田 太郎", "神宮前1-2-3", "ハイツ青山101", "東京都渋谷区", "150-0001", "JP-13", "JP"),
    "korean": Person("김민준", "세종대로 110", "", "서울특별시", "04524", "", "KR"),
}
EVERYDAY: tuple[Person, ...] = (
    Person("Siobhán Ní Dhomhnaill", "Bóthar na Trá 4", "", "Gaillimh", "H91 KX50", "", "IE"),
    Person("Łukasz Wiśniewski", "ul. Długa 17/3", "", "Kraków", "31-147", "", "PL"),
    Person("Ólafur Þórðarson", "Laugavegur 22", "", "Reykjavík", "101", "", "IS"),
    Person("Zoë Brânză", "Strada Lipscani 9", "", "București", "030033", "", "RO"),
    Person("María José Ñíguez", "Calle Mayor 3, 2º B", "", "Madrid", "28013", "M", "ES"),
    Person("Björn Åkerlund", "Storgatan 14", "", "Malmö", "211 41", "", "SE"),
    Person("Ines Ben-Haddou", "8 rue de l'Église", "", "Saint-Étienne", "42000", "", "FR"),
    Person("Szőke Ágnes", "Fő utca 2", "", "Győr", "9021", "", "HU"),
    Person("Caoimhe O'Sullivan", "1 High Street", "Flat 2b", "Leeds", "LS1 1AA", "", "GB"),
    Person("Dvořáková Žaneta", "Na Příkopě 5", "", "Praha", "110 00", "", "CZ"),
    Person("Jean-Baptiste d'Ormesson", "14 place du Marché", "", "Besançon", "25000", "", "FR"),
    Person("Eleanor Moss-Fairweather", "The Old Mill, Mill Lane", "", "Stoke-on-Trent", "ST1 2BB", "", "GB"),
    Person("Jörg Großmann", "Lindenweg 8", "Hinterhaus", "Görlitz", "02826", "", "DE"),
    Person("Käthe Weiß", "Am Alten Markt 1", "", "Köln", "50667", "", "DE"),
    Person("Emil Schäfer", "Hauptstraße 77", "", "Leipzig", "04109", "", "DE"),
    Person("Mia Vogt", "Goethestraße 3", "", "Hamburg", "20095", "", "DE"),
    Person("Sanne van den Berg", "Kerkstraat 11", "", "'s-Hertogenbosch", "5211 KX", "", "NL"),
    Person("Giulia D'Angelo", "Via Roma 40", "Interno 6", "L'Aquila", "67100", "AQ", "IT"),
    Person("Franz Hofstätter", "Getreidegasse 9", "", "Salzburg", "5020", "", "AT"),
    Person("Lotte Jansen", "Prinsengracht 263", "", "Amsterdam", "1016 GV", "", "NL"),
    Person("Ömer Yılmaz", "Weserstraße 180", "", "Berlin", "12045", "", "DE", company="Café Müßig OHG"),
    Person("Agnieszka Zielińska", "ul. Piotrkowska 5", "", "Łódź", "90-406", "", "PL"),
    Person("Tyler Williams", "450 Oak Avenue", "Apt 12", "Springfield", "62701", "IL", "US"),
    Person("Robert Garcia", "12 Pine Street", "", "New York", "10005", "NY", "US"),
)
