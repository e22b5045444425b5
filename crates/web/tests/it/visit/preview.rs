//! What a preview foretells, what the job then says, and the files that can be taken away.

use rstest::rstest;
use taxiway_domain::relationship::Scope;
use taxiway_domain::role::OrganisationKind;
use taxiway_locale::{Locale, plain, plain_with};
use taxiway_service::store::CatalogueDevice;

use super::consents::read;
use super::world::{job_address, register_address};
use super::{Browser, World};

const HEADER: &str =
    "Device Serial Number,Windows Product ID,Hardware Hash,Manufacturer name,Device model\r\n";

fn file(rows: &[&str]) -> String {
    HEADER.to_owned() + &rows.join("\r\n") + "\r\n"
}

/// The page in front of somebody as it is read, without the marks around numbers.
fn seen(browser: &Browser) -> String {
    read(browser).replace(['\u{2068}', '\u{2069}'], "")
}

async fn previews(world: &World, clerk: &mut Browser, file: &str) -> String {
    clerk.open(&world.at("/uploads/new")).await;
    clerk.upload(&world.at("/uploads"), Some(("delivery.csv", file.as_bytes())), &[]).await;
    seen(clerk)
}

/// The cells of the results' lines, without the header.
async fn results(clerk: &mut Browser, job: &str) -> Vec<Vec<String>> {
    let text = clerk.open(&format!("{job}/results.csv")).await.text();
    let text = text.trim_start_matches('\u{feff}');
    let cells = |line: &str| {
        let mut cells = vec![String::new()];
        let mut quoted = false;
        for c in line.chars() {
            match c {
                '"' => quoted = !quoted,
                ',' if !quoted => cells.push(String::new()),
                c => cells.last_mut().expect("a cell").push(c),
            }
        }
        cells
    };
    text.lines().skip(1).map(cells).collect()
}

#[rstest]
#[tokio::test]
async fn what_is_there_already_or_refused_is_said_before_and_in_the_same_words_after(
    #[values("en", "sv", "he")] language: &'static str,
) {
    let locale = Locale::from_tag(language).expect("a language");
    let says = |key: &str| plain(locale, key);
    let counts = |key: &str, count: u64| plain_with(locale, key, &[("count", count.into())]);
    let world = World::new().await;
    let maker = world
        .service
        .create_organisation(OrganisationKind::Manufacturer, "Nordbyte", None, "setup")
        .await
        .expect("made");
    let built = CatalogueDevice {
        serial_number: "NB-1".to_owned(),
        manufacturer: "Nordbyte".to_owned(),
        model: "Polar 14".to_owned(),
        product_key: None,
    };
    world.service.publish_catalogue(maker.organisation_id, &[built], "setup").await.expect("published");
    let mut clerk = world.signed_in_reading("clerk@kajplats.example", language).await;
    world.registered(&mut clerk, &file(&["FT-1,,,Fjordtek,Skärgård 14"])).await;
    world.consents(&Scope { max_devices: Some(4), ..Scope::default() }, false).await;

    let rows = [
        "FT-1,,,Fjordtek,Skärgård 14",
        "FT-2,,,Fjordtek,Skärgård 14",
        "NB-2,,,Nordbyte,Polar 14",
        "FT-2,,,Fjordtek,Skärgård 14",
        "FT-3,,,Fjordtek,Skärgård 14",
        "FT-4,,,Fjordtek,Skärgård 14",
        "FT-5,,,Fjordtek,Skärgård 14",
    ];
    let preview = previews(&world, &mut clerk, &file(&rows)).await;
    for text in [
        counts("preview-will-register", 3),
        counts("preview-will-find", 2),
        counts("preview-will-skip", 2),
        counts("bounds-few", 3),
        says("preview-compared"),
        says("registration-error-device-already-registered-remedy"),
        says("finding-not-in-catalogue-remedy"),
        says("finding-scope-max-devices-remedy"),
    ] {
        assert!(preview.contains(&text), "{text}: {preview}");
    }
    let kinds = |page: &str| {
        ["row-ok", "row-already", "row-error"].map(|kind| page.matches(&format!("class=\"{kind}\"")).count())
    };
    assert_eq!(kinds(&preview), [3, 2, 2], "{preview}");
    let register = register_address(&clerk);
    let upload = register.trim_end_matches("/register").to_owned();
    clerk.open(&format!("{upload}?show=already")).await;
    assert_eq!(kinds(&seen(&clerk)), [0, 2, 0]);

    clerk.submit(&register, &[]).await;
    let job = job_address(&clerk);
    world.work().await;
    clerk.open(&job).await;
    let page = seen(&clerk);
    for key in [
        "registration-error-device-already-registered-remedy",
        "finding-not-in-catalogue-remedy",
        "finding-scope-max-devices-remedy",
        "finding-duplicate-in-file-remedy",
    ] {
        assert!(page.contains(&says(key)), "{key}: {page}");
    }
    let outcomes = ["row-registered", "row-already", "row-failed"];
    let outcomes = outcomes.map(|kind| page.matches(&format!("class=\"{kind}\"")).count());
    assert_eq!(outcomes, [3, 2, 2], "{page}");
    // A list of devices and what is said about their number agree.
    clerk.open(&world.at("")).await;
    assert!(seen(&clerk).contains(&counts("devices-count", 4)), "{}", seen(&clerk));
    clerk.open(&world.at("/devices")).await;
    assert!(seen(&clerk).contains(&counts("devices-count", 4)), "{}", seen(&clerk));
}

#[tokio::test]
async fn what_was_filled_into_a_sample_counts_and_what_was_not_is_marked() {
    let world = World::new().await;
    let mut clerk = world.signed_in("clerk@kajplats.example").await;
    let rows = [
        "SN-77,,,SpiralOrbit,ContosoABC",
        "000000000000,,,SpiralOrbit,ContosoABC",
        "000000000000,123,,SpiralOrbit,ContosoABC",
    ];
    let preview = previews(&world, &mut clerk, &file(&rows)).await;
    assert!(preview.contains("As things stand now, 1 device will be registered."), "{preview}");
    assert_eq!(preview.matches("is that of the documentation's example").count(), 2, "{preview}");
    assert_eq!(preview.matches("cell-error").count(), 3, "serial numbers and the key: {preview}");
    assert!(preview.contains("The product key ID has fewer than 13 digits."), "{preview}");
}

#[tokio::test]
async fn a_line_without_cells_is_shown_as_it_stands_before_and_after() {
    let world = World::new().await;
    let mut clerk = world.signed_in("clerk@kajplats.example").await;
    let rows = [
        "\"SN-1,,,Fjordtek,Skerry",
        "SN-2,,,Fjordtek,Skerry",
        "SN-3,,,Fjordtek",
        "SN-4,ABCDE-FGHIJ-KLMNO-PQRST-UVWXY,,Fjordtek",
    ];
    let preview = previews(&world, &mut clerk, &file(&rows)).await;
    let shown = |page: &str| {
        assert!(page.contains("&#34;SN-1,,,Fjordtek,Skerry"), "{page}");
        assert!(page.contains("SN-3,,,Fjordtek<") && page.contains("SN-4,…,,Fjordtek<"), "{page}");
        assert!(page.contains("the lines below it were.") && !page.contains("FGHIJ"), "{page}");
    };
    shown(&preview);
    assert!(preview.contains("1 device will be registered."), "{preview}");
    let register = register_address(&clerk);
    clerk.submit(&register, &[]).await;
    let job = job_address(&clerk);
    world.work().await;
    clerk.open(&job).await;
    shown(&seen(&clerk));
}

#[tokio::test]
async fn results_have_the_number_of_the_code_and_sentences_said_once() {
    let world = World::new().await;
    let mut clerk = world.signed_in("clerk@kajplats.example").await;
    world.registered(&mut clerk, &file(&["SN-1,,,Fjordtek,Skerry"])).await;
    let rows = [
        "SN-1,,,Fjordtek,Skerry",
        "SN-2,,,Fjordtek,",
        "SN-3,,,Fjordtek,Skerry",
        "SN-3,,,Fjordtek,Skerry",
        "Default string,,,Fjordtek,Skerry",
    ];
    let job = world.registered(&mut clerk, &file(&rows)).await;
    clerk.open(&job).await;
    let page = seen(&clerk);
    assert!(page.contains("Published code <bdi dir=\"ltr\" class=\"code\">803</bdi>"), "{page}");
    assert!(!page.contains("Unexpected error"), "an exact reason is all there is to say: {page}");

    let lines = results(&mut clerk, &job).await;
    let told: Vec<[&str; 3]> =
        lines.iter().map(|line| [line[1].as_str(), line[2].as_str(), line[13].as_str()]).collect();
    assert_eq!(
        told,
        [
            ["already", "806", ""],
            ["failed", "803", "identity-incomplete"],
            ["registered", "", ""],
            ["already", "ZtdDeviceDuplicated", "duplicate-in-file"],
            ["failed", "803", "placeholder"],
        ]
    );
    assert_eq!(
        lines[0][3..5],
        [
            "Device already registered. This customer has already registered the device.",
            "Nothing to do. Find it in the list of devices.",
        ]
    );
    assert_eq!(
        lines[1][3..5],
        [
            "Serial number, manufacturer and model identify a device only together. Not all three are there.",
            "Fill in what is missing exactly as in the firmware, or give the hardware hash.",
        ]
    );
    for line in &lines {
        assert!(line[4].matches("Nothing to do.").count() <= 1, "{line:?}");
    }
}

#[tokio::test]
async fn a_retry_is_offered_where_it_can_help_and_says_when_it_is_over() {
    let world = World::new().await;
    let mut clerk = world.signed_in("clerk@kajplats.example").await;
    let hopeless = world.registered(&mut clerk, &file(&["SN-1,,,Fjordtek,Skerry", "SN-2,,,Fjordtek,"])).await;
    clerk.open(&hopeless).await;
    assert!(!clerk.page.offers(&format!("{hopeless}/retry")));
    assert!(seen(&clerk).contains("Trying again would not help"), "{}", seen(&clerk));

    let other = world.stranger;
    world.service.create_relationship(other, world.partner, true, "setup").await.expect("consent");
    let theirs = format!("/customers/{other}");
    clerk.open(&format!("{theirs}/uploads/new")).await;
    let taken = file(&["SN-9,,,Fjordtek,Skerry"]);
    clerk.upload(&format!("{theirs}/uploads"), Some(("theirs.csv", taken.as_bytes())), &[]).await;
    let register = register_address(&clerk);
    clerk.submit(&register, &[]).await;
    world.work().await;
    let job =
        world.registered(&mut clerk, &file(&["SN-8,,,Fjordtek,Skerry", "SN-9,,,Fjordtek,Skerry"])).await;
    clerk.open(&job).await;
    clerk.submit(&format!("{job}/retry"), &[]).await;
    let again = job_address(&clerk);
    assert!(seen(&clerk).contains("The refused rows are being tried again."), "{}", seen(&clerk));
    world.work().await;
    clerk.open(&job).await;
    clerk.submit(&format!("{job}/retry"), &[]).await;
    assert_eq!(job_address(&clerk), again, "pressed twice, it is the same retry");
    let page = seen(&clerk);
    assert!(!page.contains("are being tried again") && page.contains("were tried again"), "{page}");

    assert!(page.contains("The rows that could not be registered either"), "{page}");
    let repaired = clerk.open(&format!("{again}/repaired.csv")).await.text();
    assert_eq!(repaired.lines().skip(1).collect::<Vec<_>>(), ["SN-9,,,Fjordtek,Skerry"]);
    let repaired = clerk.open(&format!("{job}/repaired.csv")).await.text();
    assert_eq!(repaired.lines().skip(1).collect::<Vec<_>>(), ["SN-8,,,Fjordtek,Skerry"]);
}
