//! Places whose parts belong together.

/// A place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Its city.
    pub city: &'static str,
    /// The state or region around it.
    pub state: &'static str,
    /// That in short.
    pub short: &'static str,
    /// Its postcode.
    pub postcode: &'static str,
    /// Its country.
    pub country: &'static str,
    /// That in two letters.
    pub code: &'static str,
    /// That in three letters.
    pub code3: &'static str,
}

/// The United States, which most of those who say `state` mean.
pub const STATES: &str = "US";

/// Places of the United States, then of others.
pub const PLACES: &[Place] = &[
    us("New York", "New York", "NY", "10025"),
    us("Los Angeles", "California", "CA", "90012"),
    us("Chicago", "Illinois", "IL", "60614"),
    us("Houston", "Texas", "TX", "77004"),
    us("Phoenix", "Arizona", "AZ", "85016"),
    us("Philadelphia", "Pennsylvania", "PA", "19103"),
    us("San Antonio", "Texas", "TX", "78205"),
    us("San Diego", "California", "CA", "92103"),
    us("Dallas", "Texas", "TX", "75204"),
    us("Jacksonville", "Florida", "FL", "32207"),
    us("Columbus", "Ohio", "OH", "43215"),
    us("Charlotte", "North Carolina", "NC", "28203"),
    us("Indianapolis", "Indiana", "IN", "46220"),
    us("Seattle", "Washington", "WA", "98103"),
    us("Denver", "Colorado", "CO", "80203"),
    us("Boston", "Massachusetts", "MA", "02116"),
    us("Nashville", "Tennessee", "TN", "37203"),
    us("Detroit", "Michigan", "MI", "48226"),
    us("Portland", "Oregon", "OR", "97209"),
    us("Las Vegas", "Nevada", "NV", "89104"),
    us("Baltimore", "Maryland", "MD", "21202"),
    us("Milwaukee", "Wisconsin", "WI", "53202"),
    us("Atlanta", "Georgia", "GA", "30308"),
    us("Minneapolis", "Minnesota", "MN", "55408"),
    us("New Orleans", "Louisiana", "LA", "70115"),
    us("Salt Lake City", "Utah", "UT", "84102"),
    us("Omaha", "Nebraska", "NE", "68102"),
    us("Honolulu", "Hawaii", "HI", "96815"),
    place("Zürich", "Zürich", "ZH", "8001", "Switzerland", "CH", "CHE"),
    place("Bern", "Bern", "BE", "3011", "Switzerland", "CH", "CHE"),
    place("Vaduz", "Vaduz", "VA", "9490", "Liechtenstein", "LI", "LIE"),
    place("Vienna", "Vienna", "W", "1070", "Austria", "AT", "AUT"),
    place("Berlin", "Berlin", "BE", "10115", "Germany", "DE", "DEU"),
    place("Munich", "Bavaria", "BY", "80331", "Germany", "DE", "DEU"),
    place("Paris", "Île-de-France", "IDF", "75011", "France", "FR", "FRA"),
    place("Lyon", "Auvergne-Rhône-Alpes", "ARA", "69002", "France", "FR", "FRA"),
    place("Milan", "Lombardy", "MI", "20121", "Italy", "IT", "ITA"),
    place("Madrid", "Madrid", "MD", "28004", "Spain", "ES", "ESP"),
    place("Lisbon", "Lisbon", "LI", "1100", "Portugal", "PT", "PRT"),
    place("Amsterdam", "North Holland", "NH", "1012", "Netherlands", "NL", "NLD"),
    place("London", "England", "ENG", "SW1A 2AA", "United Kingdom", "GB", "GBR"),
    place("Tokyo", "Tokyo", "13", "1500001", "Japan", "JP", "JPN"),
    place("Mumbai", "Maharashtra", "MH", "400001", "India", "IN", "IND"),
    place("Toronto", "Ontario", "ON", "M5V 2T6", "Canada", "CA", "CAN"),
];

const fn us(city: &'static str, state: &'static str, short: &'static str, postcode: &'static str) -> Place {
    place(city, state, short, postcode, "United States", STATES, "USA")
}

const fn place(
    city: &'static str,
    state: &'static str,
    short: &'static str,
    postcode: &'static str,
    country: &'static str,
    code: &'static str,
    code3: &'static str,
) -> Place {
    Place { city, state, short, postcode, country, code, code3 }
}
