//! Days of the Gregorian calendar, counted from 1970-01-01 and extended to all years.

/// A day of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Date {
    /// The year; 0 is the year before 1.
    pub year: i64,
    /// The month, 1 to 12.
    pub month: i64,
    /// The day of the month, from 1.
    pub day: i64,
}

impl Date {
    /// The date this many days after 1970-01-01.
    pub fn from_days(days: i64) -> Date {
        // Years are counted from March, so that the leap day is the last of its year, in eras of 400 years.
        let days = days + 719_468;
        let era = days.div_euclid(146_097);
        let of_era = days.rem_euclid(146_097);
        let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let from_march = (5 * of_year + 2) / 153;
        let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
        let year = year_of_era + era * 400 + i64::from(month <= 2);
        Date { year, month, day: of_year - (153 * from_march + 2) / 5 + 1 }
    }

    /// The days from 1970-01-01 to this date.
    pub fn days(self) -> i64 {
        let year = if self.month <= 2 { self.year - 1 } else { self.year };
        let era = year.div_euclid(400);
        let year_of_era = year.rem_euclid(400);
        let from_march = if self.month > 2 { self.month - 3 } else { self.month + 9 };
        let of_year = (153 * from_march + 2) / 5 + self.day - 1;
        let of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + of_year;
        era * 146_097 + of_era - 719_468
    }

    /// Whether the calendar has this date.
    pub fn exists(self) -> bool {
        (1..=12).contains(&self.month) && self.day >= 1 && self.day <= self.days_in_month()
    }

    fn days_in_month(self) -> i64 {
        match self.month {
            4 | 6 | 9 | 11 => 30,
            2 if self.is_leap_year() => 29,
            2 => 28,
            _ => 31,
        }
    }

    fn is_leap_year(self) -> bool {
        self.year % 4 == 0 && (self.year % 100 != 0 || self.year % 400 == 0)
    }
}

#[cfg(test)]
mod tests {
    use super::Date;

    fn date(year: i64, month: i64, day: i64) -> Date {
        Date { year, month, day }
    }

    #[test]
    fn days_and_dates_are_each_others_inverse() {
        for days in (-800_000..3_000_000).step_by(13) {
            let date = Date::from_days(days);
            assert!(date.exists(), "{date:?}");
            assert_eq!(date.days(), days);
        }
        assert_eq!(Date::from_days(0), date(1970, 1, 1));
        assert_eq!(date(2000, 2, 29).days(), 11_016);
    }

    #[test]
    fn only_leap_years_have_a_leap_day() {
        assert!(date(2024, 2, 29).exists() && date(2000, 2, 29).exists() && date(0, 2, 29).exists());
        assert!(!date(2026, 2, 29).exists() && !date(1900, 2, 29).exists() && !date(2026, 4, 31).exists());
        assert!(!date(2026, 0, 1).exists() && !date(2026, 13, 1).exists() && !date(2026, 1, 0).exists());
    }
}
