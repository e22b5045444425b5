//! What manufacturers published about the devices they built.

use taxiway_domain::ids::OrganisationId;

use crate::engine::{Conn, StoreError, Tx, statements, values};

/// A built device as its manufacturer published it.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct CatalogueDevice {
    /// Serial number as in the firmware.
    pub serial_number: String,
    /// Manufacturer as in the firmware.
    pub manufacturer: String,
    /// Model as in the firmware.
    pub model: String,
    /// Product key id, when the device has one.
    pub product_key: Option<String>,
}

#[derive(sqlx::FromRow)]
struct Manufacturer {
    manufacturer: String,
}

statements! { "catalogue";
    PUBLISH = "INSERT INTO catalogue (manufacturer, organisation_id) VALUES ($1, $2) ON CONFLICT DO NOTHING";
    MANUFACTURERS = "SELECT manufacturer FROM catalogue ORDER BY manufacturer";
    INSERT = "INSERT INTO catalogue_device (serial_number, manufacturer, model, product_key, folded) VALUES ($1, $2, $3, $4, $5) \
        ON CONFLICT (serial_number, manufacturer, model) DO UPDATE SET product_key = excluded.product_key";
    EXACT = "SELECT serial_number, manufacturer, model, product_key FROM catalogue_device \
        WHERE serial_number = $1 AND manufacturer = $2 AND model = $3";
    BY_PRODUCT_KEY = "SELECT serial_number, manufacturer, model, product_key FROM catalogue_device WHERE product_key = $1";
    FOLDED = "SELECT serial_number, manufacturer, model, product_key FROM catalogue_device WHERE folded = $1 LIMIT 1";
}

impl Tx {
    /// Notes that this manufacturer name has a catalogue, published by that organisation.
    pub async fn publish_catalogue(
        &mut self,
        manufacturer: &str,
        organisation: OrganisationId,
    ) -> Result<(), StoreError> {
        self.execute(PUBLISH, values![manufacturer, organisation]).await.map(drop)
    }

    /// Adds or replaces a built device; `folded` is its tuple without capitals and spacing.
    pub async fn insert_catalogue_device(
        &mut self,
        device: &CatalogueDevice,
        folded: &str,
    ) -> Result<(), StoreError> {
        let values =
            values![&device.serial_number, &device.manufacturer, &device.model, &device.product_key, folded];
        self.execute_one(INSERT, values).await
    }
}

impl Conn {
    /// Manufacturer names that have a catalogue, as published.
    pub async fn catalogue_manufacturers(&mut self) -> Result<Vec<String>, StoreError> {
        let rows: Vec<Manufacturer> = self.all(MANUFACTURERS, values![]).await?;
        Ok(rows.into_iter().map(|row| row.manufacturer).collect())
    }

    /// The built device with exactly this tuple.
    pub async fn catalogue_device(
        &mut self,
        serial_number: &str,
        manufacturer: &str,
        model: &str,
    ) -> Result<Option<CatalogueDevice>, StoreError> {
        self.optional(EXACT, values![serial_number, manufacturer, model]).await
    }

    /// The built device with this product key id.
    pub async fn catalogue_device_by_product_key(
        &mut self,
        key: &str,
    ) -> Result<Option<CatalogueDevice>, StoreError> {
        self.optional(BY_PRODUCT_KEY, values![key]).await
    }

    /// A built device whose tuple differs from the wanted one only in capitals or spacing.
    pub async fn catalogue_device_folded(
        &mut self,
        folded: &str,
    ) -> Result<Option<CatalogueDevice>, StoreError> {
        self.optional(FOLDED, values![folded]).await
    }
}
