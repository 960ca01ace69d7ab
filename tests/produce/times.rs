//! When records come: the embedded engine says which of them are late.

use super::{decoder, model, records, refusal, request, streams};
use pipec::local::produce::Request;
use pipec::local::{Engine, Origin, Rejected, See, thresholds};
use pipec::model::{BranchId, Model, StreamId};
use pipec_runtime::fault::Reason;
use pipec_runtime::row::Row;
use pipec_runtime::timestamp::Timestamp;

const COUNT: u64 = 10_000;

/// A pipeline with a window, an event time of this format and this delay.
fn windowed(window: &str, format: &str, delay: &str) -> String {
    format!(
        "version: 1\npipeline: windows\nschemas:\n  reading:\n    sensorId: varchar(32) not null\n    level: integer\n    \
         at: {{ type: timestamp not null{format} }}\nstreams:\n  readings:\n    schema: reading\n    partition_key: \
         sensorId\n    event_time: at\n    watermark: {{ delay: {delay} }}\nhot:\n  seen: {{ from: readings, where: \
         sensorId like '%' }}\n  highest:\n    from: seen\n    window: {window}\n    group_by: [sensorId]\n    \
         add: {{ highest: max(level) }}\n    to: highs\nsinks:\n  highs: {{ sqs: {{}} }}\n"
    )
}

/// The records that an engine finds late.
#[derive(Default)]
struct Late(u64);

impl See for Late {
    fn made(&mut self, _: BranchId, _: &Row<'_>, _: Origin<'_>) {}
    fn kept(&mut self, _: BranchId, _: &[u8]) {}
    fn rejected(&mut self, rejected: Rejected<'_>) {
        assert_eq!(rejected.reason, Reason::Late);
        self.0 += 1;
    }
}

/// How many of the records an engine finds late, and how many come after later ones and are not late.
fn counted(model: &Model, records: &[Vec<u8>]) -> (u64, u64) {
    let stream = model.stream(StreamId(0));
    let time = stream.event_time.as_ref().expect("it has event time").value;
    let delay = stream.watermark.delay.value.millis as i64;
    let decoder = decoder(&stream.columns);
    let mut engine = Engine::new(model, thresholds(model));
    let (mut late, mut early, mut highest) = (Late::default(), 0, i64::MIN);
    for record in records {
        let time = decoder.decode(record).expect("it decodes").timestamp(time).expect("it has a time").0;
        let before = late.0;
        engine.accept(StreamId(0), record, Timestamp(0), &mut late);
        if time < highest && late.0 == before {
            assert!(time > highest - delay, "what is not late is ahead of the watermark");
            early += 1;
        }
        highest = highest.max(time);
    }
    (late.0, early)
}

fn check(window: &str, format: &str, delay: &str) {
    let model = model(&windowed(window, format, delay));
    let asked = Request { rate: 50.0, keys: Some(20), ..request(&model, StreamId(0), COUNT) };
    assert_eq!(counted(&model, &records(&model, &asked)), (0, 0), "in order, {window}");
    let asked = Request { out_of_order: 0.2, late: 0.05, ..asked };
    let (late, early) = counted(&model, &records(&model, &asked));
    assert!((450..550).contains(&late), "{late} are late, {window}");
    assert!((1_850..2_150).contains(&early), "{early} are out of order, {window}");
}

#[test]
fn late_records_are_late_and_those_out_of_order_are_not() {
    check("{ tumbling: { size: 10s } }", "", "5s");
    check("{ tumbling: { size: 1s } }", ", format: epoch_ms", "100ms");
    check("{ sliding: { size: 60s, slide: 20s } }", "", "2s");
    check("{ sliding: { size: 60s, slide: 20s } }", ", format: epoch_s", "3s");
    check("{ session: { gap: 2s } }", "", "5s");
    check("{ session: { gap: 50ms } }", "", "200ms");
    check("{ session: { gap: 5s } }", ", format: epoch_s", "4s");
}

/// A delay that the producer was not told of, so that the judge must see the difference.
#[test]
#[should_panic(expected = "are late")]
fn a_record_that_is_late_unasked_is_found() {
    let told = model(&windowed("{ tumbling: { size: 10s } }", "", "60s"));
    let real = model(&windowed("{ tumbling: { size: 10s } }", "", "0s"));
    let asked = Request { rate: 50.0, out_of_order: 0.5, ..request(&told, StreamId(0), COUNT) };
    let mut late = Late::default();
    let mut engine = Engine::new(&real, thresholds(&real));
    for record in records(&told, &asked) {
        engine.accept(StreamId(0), &record, Timestamp(0), &mut late);
    }
    assert_eq!(late.0, 0, "{} are late", late.0);
}

#[test]
fn without_windows_late_is_behind_the_watermark() {
    for (model, stream) in streams() {
        let declared = model.stream(stream);
        let Some(time) = declared.event_time.as_ref().map(|it| it.value) else { continue };
        let asked = Request { rate: 50.0, out_of_order: 0.2, late: 0.05, ..request(&model, stream, COUNT) };
        let decoder = decoder(&declared.columns);
        let (mut late, mut early, mut highest) = (0, 0, i64::MIN);
        for record in records(&model, &asked) {
            let time = decoder.decode(&record).expect("it decodes").timestamp(time).expect("it has a time").0;
            let watermark = highest.saturating_sub(declared.watermark.delay.value.millis as i64);
            late += u64::from(time < watermark);
            early += u64::from((watermark..highest).contains(&time));
            highest = highest.max(time);
        }
        assert!((450..550).contains(&late), "{late} of {}", declared.name.value);
        assert!((1_850..2_150).contains(&early), "{early} of {}", declared.name.value);
    }
}

#[test]
fn event_time_begins_at_the_start_and_moves_with_the_rate() {
    let model = super::spec(super::SEED);
    let start = Timestamp::parse("2030-06-01T12:00:00Z").expect("it is a time");
    let asked = Request { start, rate: 4.0, ..request(&model, StreamId(0), 400) };
    let decoder = decoder(&model.streams[0].columns);
    let time = model.streams[0].event_time.as_ref().expect("it has event time").value;
    for (index, record) in records(&model, &asked).iter().enumerate() {
        let time = decoder.decode(record).expect("it decodes").timestamp(time).expect("it has a time").0;
        let slot = start.0 + 250 * index as i64;
        assert!((slot..slot + 250).contains(&time), "record {index} is at {time}");
    }
}

#[test]
fn what_no_time_can_be_is_refused() {
    let plain = model(&windowed("{ tumbling: { size: 10s } }", ", format: epoch_s", "1s"));
    let timeless = super::spec("archive");
    let check = |model: &Model, change: &dyn Fn(&mut Request), expect: &str| {
        let mut asked = request(model, StreamId(0), 10);
        change(&mut asked);
        assert_eq!(refusal(model, &asked), format!("usage: {expect}"));
    };
    check(
        &plain,
        &|it| it.out_of_order = 0.1,
        "the watermark of stream `readings` waits 1000 ms, so a record that is out of order would be late",
    );
    check(
        &timeless,
        &|it| it.late = 0.1,
        "stream `events` names no `event_time`, so no record can be late or out of order",
    );
    let shares = "`--out-of-order`, `--late` and `--malformed` are parts of 1, and 1 together at most";
    check(&plain, &|it| it.malformed = 1.5, shares);
    check(&plain, &|it| it.malformed = f64::NAN, shares);
    check(&plain, &|it| (it.malformed, it.late) = (0.6, 0.6), shares);
    for rate in [0.0, -1.0, f64::INFINITY, f64::NAN] {
        let text = format!("a rate of {rate} records a second is not between 0.000001 and 1000000000");
        check(&plain, &|it| it.rate = rate, &text);
    }
    let years = "records would happen outside of the years 0000 to 9999";
    check(&plain, &|it| it.start = Timestamp::LAST, years);
    check(&plain, &|it| it.start = Timestamp::FIRST, years);
    check(&plain, &|it| (it.rate, it.count) = (0.000_001, Some(1_000_000_000)), years);
}
