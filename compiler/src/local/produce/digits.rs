//! Numbers and instants as JSON, written without a detour.

use pipec_runtime::calendar::Date;
use pipec_runtime::column::Format;
use pipec_runtime::timestamp::Timestamp;

/// A number of which so many digits stand behind the point.
pub fn scaled(number: i64, scale: u8, out: &mut Vec<u8>) {
    let mut buffer = [0; 48];
    let (mut at, mut written, mut rest) = (buffer.len(), 0, number.unsigned_abs());
    while rest > 0 || written <= scale {
        at -= 1;
        buffer[at] = b'0' + (rest % 10) as u8;
        rest /= 10;
        written += 1;
        if written == scale {
            at -= 1;
            buffer[at] = b'.';
        }
    }
    if number < 0 {
        out.push(b'-');
    }
    out.extend_from_slice(&buffer[at..]);
}

/// The last digits of a number, zeros in front.
pub fn padded(number: u64, digits: usize, out: &mut Vec<u8>) {
    in_base(b"0123456789", number, digits, out);
}

/// The last digits of a number to the base of so many signs.
pub fn in_base(signs: &[u8], mut number: u64, digits: usize, out: &mut Vec<u8>) {
    let (start, base) = (out.len(), signs.len() as u64);
    out.resize(start + digits, signs[0]);
    for place in out[start..].iter_mut().rev() {
        *place = signs[(number % base) as usize];
        number /= base;
    }
}

/// An instant, as its column wants it.
pub fn instant(time: Timestamp, format: Format, out: &mut Vec<u8>) {
    match format {
        Format::Plain => plain(time, out),
        Format::EpochMillis => scaled(time.0, 0, out),
        Format::EpochSeconds => scaled(time.0.div_euclid(1_000), 0, out),
    }
}

/// `"2026-01-01T00:00:00.000Z"`.
fn plain(time: Timestamp, out: &mut Vec<u8>) {
    let Date { year, month, day } = time.date();
    let millis = time.of_day();
    let parts = [
        (b'"', year, 4),
        (b'-', month, 2),
        (b'-', day, 2),
        (b'T', millis / 3_600_000, 2),
        (b':', millis / 60_000 % 60, 2),
        (b':', millis / 1_000 % 60, 2),
        (b'.', millis % 1_000, 3),
    ];
    for (sign, number, digits) in parts {
        out.push(sign);
        padded(number.unsigned_abs(), digits, out);
    }
    out.extend_from_slice(b"Z\"");
}

#[cfg(test)]
mod tests {
    use super::{instant, scaled};
    use pipec_runtime::column::Format;
    use pipec_runtime::timestamp::Timestamp;

    fn check(write: impl Fn(&mut Vec<u8>), expect: &str) {
        let mut out = Vec::new();
        write(&mut out);
        assert_eq!(String::from_utf8_lossy(&out), expect);
    }

    #[test]
    fn the_point_stands_where_it_belongs() {
        for (number, scale, expect) in [
            (0, 0, "0"),
            (-5, 0, "-5"),
            (5, 2, "0.05"),
            (-1205, 2, "-12.05"),
            (0, 3, "0.000"),
            (i64::MIN, 0, "-9223372036854775808"),
        ] {
            check(|out| scaled(number, scale, out), expect);
        }
    }

    #[test]
    fn instants_are_written_as_the_runtime_writes_them() {
        for millis in (Timestamp::FIRST.0..Timestamp::LAST.0).step_by(777_777_777_777) {
            let time = Timestamp(millis);
            check(|out| instant(time, Format::Plain, out), &format!("\"{time}\""));
        }
        check(|out| instant(Timestamp(-1), Format::EpochMillis, out), "-1");
        check(|out| instant(Timestamp(-1), Format::EpochSeconds, out), "-1");
        check(|out| instant(Timestamp(1_999), Format::EpochSeconds, out), "1");
    }
}
