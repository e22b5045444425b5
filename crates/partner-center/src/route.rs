//! From a path to a call: capitals do not count, slashes may be doubled, `v1` may be `v1.0`.

use taxiway_domain::api_call::{ApiCall, PARTNER_CENTER};

/// What a path leads to.
#[derive(Debug)]
pub(crate) enum Found {
    /// A call, with what varies in its path, in order.
    Call(&'static ApiCall, Vec<String>),
    /// A path that is known, but not with this method, and the methods that it takes.
    OtherMethod(String),
    /// Nothing.
    Nothing,
}

/// The segments of a path, decoded, without empty ones; none when they are not text or hold what no name holds.
pub(crate) fn segments(path: &str) -> Option<Vec<String>> {
    path.split('/').filter(|segment| !segment.is_empty()).map(decoded).collect()
}

fn decoded(segment: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(segment.len());
    let mut rest = segment.as_bytes();
    while let [first, more @ ..] = rest {
        if *first == b'%' {
            let pair = more.get(..2).and_then(|pair| hex::decode(pair).ok())?;
            bytes.extend(pair);
            rest = &more[2..];
        } else {
            bytes.push(*first);
            rest = more;
        }
    }
    String::from_utf8(bytes).ok().filter(|text| !text.contains('\0'))
}

/// Whether segments begin with a version of this interface.
pub(crate) fn is_versioned(segments: &[String]) -> bool {
    segments.first().is_some_and(|first| ["v1", "v1.0"].iter().any(|known| first.eq_ignore_ascii_case(known)))
}

/// The call of a method and a path.
pub(crate) fn find(method: &str, segments: &[String]) -> Found {
    if !is_versioned(segments) {
        return Found::Nothing;
    }
    let rest = &segments[1..];
    let fitting: Vec<(&ApiCall, Vec<String>)> =
        PARTNER_CENTER.iter().filter_map(|call| Some((call, fit(call.template, rest)?))).collect();
    // A path of fixed words counts before one in which the same place varies.
    let fewest = fitting.iter().map(|(_, varying)| varying.len()).min();
    let (answering, others): (Vec<_>, Vec<_>) = fitting
        .into_iter()
        .filter(|(_, varying)| Some(varying.len()) == fewest)
        .partition(|(call, _)| call.answers(method));
    match answering.into_iter().next() {
        Some((call, varying)) => Found::Call(call, varying),
        None if others.is_empty() => Found::Nothing,
        None => Found::OtherMethod(methods(others.iter().map(|(call, _)| *call))),
    }
}

/// The methods of these calls, as the header `Allow` lists them (RFC 9110 §10.2.1).
fn methods<'a>(calls: impl Iterator<Item = &'a ApiCall>) -> String {
    let all = calls.flat_map(|call| {
        let head = (call.method == "GET").then_some("HEAD");
        [Some(call.method), call.also, head]
    });
    all.flatten().collect::<Vec<_>>().join(", ")
}

/// What varies in the path, when it is one of this template.
fn fit(template: &str, rest: &[String]) -> Option<Vec<String>> {
    let mut wanted = template.split('/').filter(|word| !word.is_empty()).skip(1);
    let mut varying = Vec::new();
    for segment in rest {
        match wanted.next()? {
            word if word.starts_with('{') => varying.push(segment.clone()),
            word if word.eq_ignore_ascii_case(segment) => {}
            _ => return None,
        }
    }
    wanted.next().is_none().then_some(varying)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn led(method: &str, path: &str) -> String {
        let Some(segments) = segments(path) else { return "not text".to_owned() };
        match find(method, &segments) {
            Found::Call(call, varying) => format!("{} {}", call.name, varying.join(" ")).trim().to_owned(),
            Found::OtherMethod(methods) => format!("only {methods}"),
            Found::Nothing => "nothing".to_owned(),
        }
    }

    #[test]
    fn paths_are_taken_as_clients_write_them() {
        assert_eq!(led("POST", "/v1/customers/c/deviceBatches"), "device-batch.create c");
        assert_eq!(led("POST", "/V1.0//customers//c/DeviceBatches/"), "device-batch.create c");
        assert_eq!(led("GET", "/v1//customers/c/batchjobstatus/t"), "batch-status.get c t");
        assert_eq!(
            led("GET", "/v1/customers/c/deviceBatches/Test%20batch/devices"),
            "device.list c Test batch"
        );
        assert_eq!(led("PATCH", "/v1/customers/c/devicepolicyupdates"), "policy.assign c");
        assert_eq!(led("GET", "/v1/customers/relationshiprequests"), "relationship-request.get");
        assert_eq!(led("GET", "/v1/customers/RelationshipRequests"), "relationship-request.get");
        assert_eq!(led("PATCH", "/v1/customers/c/"), "customer.end-relationship c");
    }

    #[test]
    fn what_is_not_published_is_told_apart() {
        assert_eq!(led("DELETE", "/v1/customers"), "only GET, HEAD");
        assert_eq!(led("POST", "/v1/customers/relationshiprequests"), "only GET, HEAD");
        assert_eq!(led("PUT", "/v1/customers/c/policies"), "only POST, GET, HEAD");
        assert_eq!(
            led("POST", "/v1/customers/c/deviceBatches/b/devices/d"),
            "only GET, HEAD, PUT, PATCH, DELETE"
        );
        assert_eq!(led("GET", "/v1/orders"), "nothing");
        assert_eq!(led("GET", "/v2/customers"), "nothing");
        assert_eq!(led("GET", "/v1/customers/%ff/policies"), "not text");
        assert_eq!(led("GET", "/v1/customers/%2"), "not text");
        assert_eq!(led("GET", "/v1/customers/c/deviceBatches/a%00b/devices"), "not text");
    }
}
