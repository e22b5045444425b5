//! MSAL for Python and Azure Identity: the libraries by which clients of today take their tokens.

use anyhow::Result;
use taxiway_e2e::journey;

use super::program;

#[tokio::test]
async fn the_vendors_libraries_take_tokens_by_the_address_alone() -> Result<()> {
    let (_demo, facts) = program(&[]).await?;
    let seen = journey("token_libraries.py", &facts)?;
    seen.got("discovery")?;
    let alone = seen.got("msal-app")?;
    assert_eq!(alone["token_type"], "Bearer", "{alone}");
    let refreshed = seen.got("msal-refresh")?;
    assert!(refreshed["refresh_token"].is_string(), "{refreshed}");
    for call in ["msal-app-customers", "msal-refresh-customers", "azure-identity-customers"] {
        assert_eq!(*seen.got(call)?, 3, "{call}");
    }
    let wrong = seen.got("msal-wrong-secret")?;
    assert_eq!(wrong["error"], "invalid_client", "{wrong}");
    Ok(())
}
