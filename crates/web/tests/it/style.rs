//! One style sheet for both writing directions.

const SHEET: &str = include_str!("../../assets/taxiway.css");

/// `left` and `right` would need a second sheet for Hebrew.
#[test]
fn only_logical_properties_are_used() {
    let without_comments: String =
        SHEET.split("/*").map(|part| part.split_once("*/").map_or(part, |(_, rest)| rest)).collect();
    for declaration in without_comments.split(['{', '}', ';']) {
        let Some((property, value)) = declaration.split_once(':') else { continue };
        let physical = ["left", "right", "top", "bottom"];
        let words = |text: &str| {
            text.split(|c: char| !c.is_ascii_alphabetic()).map(str::to_owned).collect::<Vec<_>>()
        };
        if property.trim().starts_with("--") || property.contains(['.', '#', '[']) {
            continue;
        }
        assert!(!words(property).iter().any(|word| physical.contains(&word.as_str())), "{declaration}");
        assert!(!words(value).iter().any(|word| word == "left" || word == "right"), "{declaration}");
        assert!(!["width", "height", "min-width", "max-height"].contains(&property.trim()), "{declaration}");
    }
}

/// WCAG 2.2 AA, 1.4.3: text has a contrast of at least 4.5 to its ground, in light and in dark.
#[test]
fn text_can_be_read_in_light_and_dark() {
    let (light, dark) = SHEET.split_once("prefers-color-scheme: dark").expect("a dark part");
    let pairs = [
        ("ink", "ground"),
        ("ink", "card"),
        ("ink-soft", "ground"),
        ("ink-soft", "card-soft"),
        ("ink-soft", "neutral-soft"),
        ("ink-faint", "ground"),
        ("ink-faint", "card-soft"),
        ("accent", "card"),
        ("accent", "ground"),
        ("accent", "accent-soft"),
        ("on-accent", "accent"),
        ("on-accent", "accent-strong"),
        ("ink-soft", "accent-soft"),
        ("good", "good-soft"),
        ("info", "info-soft"),
        ("warning", "warning-soft"),
        ("bad", "bad-soft"),
        ("bad", "card"),
        ("ink", "bad-soft"),
        ("side-ink", "side"),
        ("side-ink-soft", "side"),
    ];
    for (text, ground) in pairs {
        for part in [light, dark] {
            // What the dark part does not change stays as in the light one.
            let value = |name| colour(part, name).or_else(|| colour(light, name)).expect("a colour");
            let ratio = contrast(value(text), value(ground));
            assert!(ratio >= 4.5, "{text} on {ground}: {ratio:.2}");
        }
    }
}

/// WCAG 2.2 AA, 1.4.11: borders of fields are visible.
#[test]
fn fields_can_be_seen() {
    let (light, dark) = SHEET.split_once("prefers-color-scheme: dark").expect("a dark part");
    for part in [light, dark] {
        let ratio =
            contrast(colour(part, "line-strong").expect("a colour"), colour(part, "card").expect("a colour"));
        assert!(ratio >= 3.0, "{ratio:.2}");
    }
}

fn colour(sheet: &str, name: &str) -> Option<[f64; 3]> {
    let (_, rest) = sheet.split_once(&format!("--{name}: #"))?;
    let part =
        |at: usize| u8::from_str_radix(&rest[at..at + 2], 16).map(|value| f64::from(value) / 255.0).ok();
    Some([part(0)?, part(2)?, part(4)?])
}

/// Relative luminance and contrast ratio as WCAG defines them.
fn contrast(one: [f64; 3], other: [f64; 3]) -> f64 {
    let luminance = |colour: [f64; 3]| {
        let linear = colour.map(|c| if c <= 0.040_45 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) });
        0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    };
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}
