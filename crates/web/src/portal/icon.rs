//! Icons, drawn by hand on a grid of 20 with a line of 1.6.

macro_rules! icons {
    ($($name:literal => $body:literal,)*) => {
        /// The SVG of an icon; it takes the colour of the text and is hidden from screen readers.
        pub(crate) fn markup(name: &str) -> &'static str {
            match name {
                $($name => concat!(
                    r#"<svg class="icon" viewBox="0 0 20 20" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">"#,
                    $body,
                    "</svg>"
                ),)*
                _ => "",
            }
        }
    };
}

icons! {
    "activity" => r#"<path d="M3 5h2M8 5h9M3 10h2M8 10h9M3 15h2M8 15h9"/>"#,
    "alert" => r#"<path d="M10 3.2 17.6 16H2.4zM10 8.2v3.6M10 13.9v.1"/>"#,
    "arrow" => r#"<path d="m8 5 5 5-5 5"/>"#,
    "arrow-back" => r#"<path d="m12 5-5 5 5 5"/>"#,
    "building" => r#"<path d="M4 17V4.5L11 3v14M11 8l5 1.2V17M2.5 17h15M7 7v.1M7 10v.1M7 13v.1M13.6 12v.1M13.6 14.5v.1"/>"#,
    "cancel" => r#"<circle cx="10" cy="10" r="7"/><path d="m7.5 7.5 5 5m0-5-5 5"/>"#,
    "check" => r#"<circle cx="10" cy="10" r="7"/><path d="m6.8 10.3 2.2 2.2 4.3-4.8"/>"#,
    "chip" => r#"<rect x="5.5" y="5.5" width="9" height="9" rx="1.5"/><path d="M8 5.5V3M12 5.5V3M8 17v-2.5M12 17v-2.5M5.5 8H3M5.5 12H3M17 8h-2.5M17 12h-2.5"/>"#,
    "clock" => r#"<circle cx="10" cy="10" r="7"/><path d="M10 6v4.2l2.8 1.7"/>"#,
    "code" => r#"<path d="m6.5 6-4 4 4 4M13.5 6l4 4-4 4M11.5 4.5l-3 11"/>"#,
    "device" => r#"<rect x="4" y="4" width="12" height="8.5" rx="1.4"/><path d="M2.5 15.5h15"/>"#,
    "download" => r#"<path d="M10 3v9m-3.5-3.3L10 12.2l3.5-3.5M3.5 14v1.5A1.5 1.5 0 0 0 5 17h10a1.5 1.5 0 0 0 1.5-1.5V14"/>"#,
    "file" => r#"<path d="M5 3h6l4 4v10H5zM11 3v4h4M7.5 11h5M7.5 14h5"/>"#,
    "globe" => r#"<circle cx="10" cy="10" r="7"/><path d="M3 10h14M10 3c4 4.3 4 9.7 0 14M10 3c-4 4.3-4 9.7 0 14"/>"#,
    "home" => r#"<path d="m3 9.5 7-6 7 6M5 8v8.5h10V8M8.5 16.5v-4.5h3v4.5"/>"#,
    "info" => r#"<circle cx="10" cy="10" r="7"/><path d="M10 9.2v4M10 6.6v.1"/>"#,
    "job" => r#"<path d="M3.5 5.5h13v4h-13zM3.5 12.5h13v3h-13zM6 7.5h4"/>"#,
    "key" => r#"<circle cx="6.5" cy="13.5" r="3.5"/><path d="m9 11 7.5-7.5M13 7l2.5 2.5M11 9l1.5 1.5"/>"#,
    "mail" => r#"<rect x="3" y="4.5" width="14" height="11" rx="1.4"/><path d="m3.5 5.5 6.5 5.5 6.5-5.5"/>"#,
    "menu" => r#"<path d="M3 5.5h14M3 10h14M3 14.5h14"/>"#,
    "moon" => r#"<path d="M15.8 11.9A6.5 6.5 0 0 1 8.1 4.2a6.5 6.5 0 1 0 7.7 7.7z"/>"#,
    "paste" => r#"<rect x="4" y="4.5" width="12" height="12.5" rx="1.5"/><path d="M7.5 4.5V3h5v3h-5zM7.5 10h5M7.5 13h3.5"/>"#,
    "people" => r#"<circle cx="7.2" cy="7" r="2.8"/><path d="M2 16.5a5.2 5.2 0 0 1 10.4 0M13 4.6a2.8 2.8 0 0 1 0 4.8M14.6 12a5.2 5.2 0 0 1 3.4 4.5"/>"#,
    "pencil" => r#"<path d="m4 16 .8-3.3 8.7-8.7 2.5 2.5-8.7 8.7z"/>"#,
    "plus" => r#"<path d="M10 4v12M4 10h12"/>"#,
    "retry" => r#"<path d="M15.5 7.5A6.2 6.2 0 1 0 16.2 11M16 3.5v4h-4"/>"#,
    "scan" => r#"<path d="M3 6.5V4.5A1.5 1.5 0 0 1 4.5 3h2M13.5 3h2A1.5 1.5 0 0 1 17 4.5v2M17 13.5v2a1.5 1.5 0 0 1-1.5 1.5h-2M6.5 17h-2A1.5 1.5 0 0 1 3 15.5v-2M6.5 7v6M9 7v6M11 7v6M13.5 7v6"/>"#,
    "search" => r#"<circle cx="9" cy="9" r="5.5"/><path d="m13.2 13.2 3.8 3.8"/>"#,
    "shield" => r#"<path d="M10 2.8 16 5v4.8c0 3.7-2.5 6.2-6 7.4-3.5-1.2-6-3.7-6-7.4V5z"/><path d="m7.5 9.8 1.8 1.8 3.3-3.6"/>"#,
    "sign-out" => r#"<path d="M8 3.5H5A1.5 1.5 0 0 0 3.5 5v10A1.5 1.5 0 0 0 5 16.5h3M12.5 6.5 16 10l-3.5 3.5M16 10H8"/>"#,
    "spinner" => r#"<path d="M10 3a7 7 0 1 1-7 7"/>"#,
    "tag" => r#"<path d="M3.5 3.5h6l7 7-6 6-7-7zM6.8 6.8v.1"/>"#,
    "trash" => r#"<path d="M4 6h12M8 6V4h4v2M5.5 6l.8 10.5h7.4L14.5 6M8.5 9v5M11.5 9v5"/>"#,
    "upload" => r#"<path d="M10 12.5V3.5M6.5 6.8 10 3.3l3.5 3.5M3.5 14v1.5A1.5 1.5 0 0 0 5 17h10a1.5 1.5 0 0 0 1.5-1.5V14"/>"#,
    "user" => r#"<circle cx="10" cy="7" r="3.2"/><path d="M3.8 17a6.2 6.2 0 0 1 12.4 0"/>"#,
    "wrench" => r#"<path d="M12.3 3.3a4 4 0 0 0-4 5.2L3.5 13.3a2 2 0 0 0 3.1 3.1l4.9-4.9a4 4 0 0 0 5.1-4.6l-2.5 2.4-2.6-.8-.8-2.6z"/>"#,
    "zzz" => r#"<path d="M4 6h6l-6 8h6M12 4h4l-4 5h4"/>"#,
}
