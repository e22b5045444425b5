//! Group tags of all generations.

use taxiway_domain::{
    group_tag::{
        CustomTag, GroupTag, GroupTagRefusal, LEGACY_TAG, PUBLISHED_TAGS, TagDifference, TagRules,
        TagVerdict, tag_for,
    },
    profile::{DeviceProfile, Setting, SettingValue},
};

fn rules() -> TagRules {
    TagRules {
        custom: vec![CustomTag {
            tag: GroupTag::new("Fabrikam Kassa").expect("valid"),
            profile: DeviceProfile::Kiosk,
        }],
    }
}

fn unknown(text: &str) -> (Option<String>, Vec<TagDifference>) {
    match rules().resolve(text) {
        TagVerdict::Unknown { nearest, differences } => (nearest, differences),
        other => panic!("{text}: {other:?}"),
    }
}

#[test]
fn the_seven_published_tags_select_their_profiles() {
    use DeviceProfile::{Kiosk, PowerUser, SensitiveData, Standard};
    let expected = [
        ("Microsoft365Managed_SensitiveData", SensitiveData, false),
        ("Microsoft365Managed_SensitiveData-Shared", SensitiveData, true),
        ("Microsoft365Managed_PowerUser", PowerUser, false),
        ("Microsoft365Managed_Standard", Standard, false),
        ("Microsoft365Managed_Standard-Shared", Standard, true),
        ("Microsoft365Managed_Kiosk", Kiosk, false),
        ("Microsoft365Managed_Kiosk-Shared", Kiosk, true),
    ];
    assert_eq!(PUBLISHED_TAGS.len(), expected.len());
    for (tag, profile, shared_mode) in expected {
        assert_eq!(rules().resolve(tag), TagVerdict::Known { profile, shared_mode, legacy: false });
        assert_eq!(tag_for(profile, shared_mode), Some(tag));
    }
}

#[test]
fn the_first_generation_is_known_as_legacy() {
    let verdict = TagVerdict::Known { profile: DeviceProfile::Standard, shared_mode: false, legacy: true };
    assert_eq!(rules().resolve(LEGACY_TAG), verdict);
}

#[test]
fn power_user_has_no_shared_mode() {
    for text in
        ["Microsoft365Managed_PowerUser-Shared", "microsoft365managed_poweruser-shared", "PowerUser-Shared"]
    {
        let verdict = TagVerdict::NotSupported {
            profile: DeviceProfile::PowerUser,
            nearest: "Microsoft365Managed_PowerUser",
        };
        assert_eq!(rules().resolve(text), verdict, "{text}");
    }
    assert_eq!(tag_for(DeviceProfile::PowerUser, true), None);
    assert!(!DeviceProfile::PowerUser.supports_shared_mode());
}

#[test]
fn capitals_count_and_are_named() {
    let (nearest, differences) = unknown("microsoft365managed_Standard");
    assert_eq!(nearest.as_deref(), Some("Microsoft365Managed_Standard"));
    assert_eq!(differences, [TagDifference::Capitals]);
}

#[test]
fn spaces_count_and_are_named() {
    for text in ["Microsoft365Managed_Kiosk ", " Microsoft365Managed_Kiosk", "Microsoft365Managed_ Kiosk"] {
        let (nearest, differences) = unknown(text);
        assert_eq!(nearest.as_deref(), Some("Microsoft365Managed_Kiosk"));
        assert_eq!(differences, [TagDifference::Spaces], "{text:?}");
    }
    assert_eq!(unknown("microsoft365managed_kiosk ").1, [TagDifference::Capitals, TagDifference::Spaces]);
}

#[test]
fn spelling_is_named_with_the_nearest_tag() {
    for (text, tag) in [
        ("Microsoft365Managed-Standard", "Microsoft365Managed_Standard"),
        ("Microsoft365Managed_Standart", "Microsoft365Managed_Standard"),
        ("Microsoft365Managed_Sensitive", "Microsoft365Managed_SensitiveData"),
        ("Microsoft365Managed_StandardShared", "Microsoft365Managed_Standard-Shared"),
        ("Micosoft365Managed_Kiosk-Shared", "Microsoft365Managed_Kiosk-Shared"),
        ("Standard", "Microsoft365Managed_Standard"),
        ("kiosk", "Microsoft365Managed_Kiosk"),
        ("Fabrikam Kasse", "Fabrikam Kassa"),
    ] {
        let (nearest, differences) = unknown(text);
        assert_eq!(nearest.as_deref(), Some(tag), "{text}");
        assert_eq!(differences, [TagDifference::Spelling], "{text}");
    }
}

#[test]
fn far_away_texts_have_no_nearest_tag() {
    for text in ["", "Order 4711", "Sales", &"x".repeat(500)] {
        assert_eq!(unknown(text), (None, vec![]), "{text}");
    }
}

#[test]
fn a_tag_of_the_tenants_own_is_known_exactly() {
    assert_eq!(rules().resolve("Fabrikam Kassa"), TagVerdict::Custom { profile: DeviceProfile::Kiosk });
    assert_eq!(unknown("fabrikam kassa").1, [TagDifference::Capitals]);
    assert!(matches!(TagRules::default().resolve("Fabrikam Kassa"), TagVerdict::Unknown { .. }));
}

#[test]
fn a_tag_of_the_tenants_own_cannot_redefine_a_published_one() {
    for text in ["Microsoft365Managed_Standard", LEGACY_TAG, "Microsoft365Managed_PowerUser-Shared"] {
        let tag = GroupTag::new(text).expect("valid");
        let own = TagRules { custom: vec![CustomTag { tag, profile: DeviceProfile::Kiosk }] };
        assert_eq!(own.resolve(text), rules().resolve(text), "{text}");
    }
}

#[test]
fn a_tag_is_1_to_128_characters_without_control_characters() {
    assert!(GroupTag::new("å".repeat(128)).is_ok());
    assert_eq!(GroupTag::new("x".repeat(129)), Err(GroupTagRefusal::TooLong));
    assert_eq!(GroupTag::new(""), Err(GroupTagRefusal::Empty));
    assert_eq!(GroupTag::new("  "), Err(GroupTagRefusal::Empty));
    assert_eq!(GroupTag::new("A\tB"), Err(GroupTagRefusal::Characters));
    assert_eq!(GroupTag::new(" A ").expect("valid").as_str(), " A ", "kept as it is");
}

#[test]
fn rules_are_stored_as_json() {
    let json = r#"{"custom":[{"tag":"Fabrikam Kassa","profile":"kiosk"}]}"#;
    assert_eq!(serde_json::to_string(&rules()).expect("json"), json);
    assert_eq!(serde_json::from_str::<TagRules>(json).expect("json"), rules());
    assert_eq!(serde_json::from_str::<TagRules>("{}").expect("json"), TagRules::default());
    assert!(serde_json::from_str::<TagRules>(r#"{"custom":[{"tag":"","profile":"kiosk"}]}"#).is_err());
}

#[test]
fn the_profile_table_is_the_published_one() {
    use SettingValue::{Flag, Text};
    let row = |setting| DeviceProfile::ALL.map(|profile| profile.setting(setting));
    let flags = |values: [bool; 4]| values.map(Flag);
    assert_eq!(row(Setting::BlockExternalStorage), flags([true, true, false, true]));
    assert_eq!(row(Setting::CloudBlockLevel), [Text("High"); 4]);
    assert_eq!(row(Setting::DisableMicrosoftAccounts), flags([true, true, false, true]));
    assert_eq!(row(Setting::DisablePersonalOneDrive), flags([true, true, false, true]));
    assert_eq!(row(Setting::SecureDesktopForElevation), flags([false, true, false, false]));
    assert_eq!(row(Setting::UserIsAdministrator), flags([false, true, false, false]));
    assert_eq!(row(Setting::AppLocker), flags([true, false, false, false]));
    assert_eq!(row(Setting::BlockPublicStore), flags([true, true, false, true]));
    assert_eq!(DeviceProfile::Kiosk.setting(Setting::DefenderTag), Text("M365Managed-Kiosk"));
    for profile in DeviceProfile::ALL {
        assert_eq!(DeviceProfile::from_name(profile.as_str()), Some(profile));
    }
}
