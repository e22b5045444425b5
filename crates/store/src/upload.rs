//! Uploads: the bytes of a file as received, in slices cut at row boundaries.

use jiff::Timestamp;
use taxiway_domain::ids::{OrganisationId, OrganisationKind, UploadId, UploadKind, UserId, UserKind};

use crate::engine::{Conn, Id, StoreError, Time, Tx, statements, values};

/// An upload as stored.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Upload {
    /// The customer.
    #[sqlx(try_from = "Id<OrganisationKind>")]
    pub tenant_id: OrganisationId,
    /// Its id.
    #[sqlx(try_from = "Id<UploadKind>")]
    pub upload_id: UploadId,
    /// Who sent it: the partner, or the customer itself.
    #[sqlx(try_from = "Id<OrganisationKind>")]
    pub partner_id: OrganisationId,
    /// Name of the file as sent.
    pub file_name: String,
    /// `receiving`, `ready` or `refused`.
    pub state: String,
    /// How it is read, as JSON.
    pub options: String,
    /// What was recognised, as JSON; none until it was.
    pub recognition: Option<String>,
    /// Why the whole file is refused, as JSON.
    pub refusal: Option<String>,
    /// Bytes received.
    pub bytes: i64,
    /// SHA-256 of the bytes.
    pub sha256: Option<Vec<u8>>,
    /// Slices stored; slice 0 is what stands before the first row.
    pub parts: i64,
    /// Rows found.
    pub total_rows: i64,
    /// Rows without a doubt.
    pub ok_rows: i64,
    /// Rows with a warning.
    pub warning_rows: i64,
    /// Rows with an error.
    pub error_rows: i64,
    /// Who sent it.
    #[sqlx(try_from = "Id<UserKind>")]
    pub created_by: UserId,
    /// When.
    #[sqlx(try_from = "Time")]
    pub created_at: Timestamp,
}

/// What a slice holds, without its bytes.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct UploadPartInfo {
    /// Position, from 0.
    pub part: i64,
    /// Line of its first row in the file, the first line being 1.
    pub first_line: i64,
    /// Number of its first row, the first row being 1.
    pub first_row: i64,
    /// Rows in it.
    pub total_rows: i64,
    /// Rows without a doubt.
    pub ok_rows: i64,
    /// Rows with a warning.
    pub warning_rows: i64,
    /// Rows with an error.
    pub error_rows: i64,
}

/// A slice with its bytes.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct UploadPart {
    /// Line of its first row in the file.
    pub first_line: i64,
    /// Number of its first row.
    pub first_row: i64,
    /// Rows in it.
    pub total_rows: i64,
    /// Rows of it that stand earlier in the file, as JSON: pairs of line and earlier line.
    pub duplicates: Option<String>,
    /// The bytes as received, compressed.
    pub data: Vec<u8>,
}

statements! { "upload";
    INSERT = "INSERT INTO upload (tenant_id, upload_id, partner_id, file_name, state, options, recognition, refusal, bytes, sha256, parts, \
        total_rows, ok_rows, warning_rows, error_rows, created_by, created_at) \
        VALUES ($1, $2, $3, $4, 'receiving', $5, NULL, NULL, 0, NULL, 0, 0, 0, 0, 0, $6, $7)";
    INSERT_PART = "INSERT INTO upload_part (tenant_id, upload_id, part, first_line, first_row, total_rows, ok_rows, warning_rows, error_rows, \
        duplicates, data) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    FINISH = "UPDATE upload SET state = $3, recognition = $4, refusal = $5, bytes = $6, sha256 = $7, parts = $8, total_rows = $9, ok_rows = $10, \
        warning_rows = $11, error_rows = $12 WHERE tenant_id = $1 AND upload_id = $2 AND state = 'receiving'";
    GET = "SELECT tenant_id, upload_id, partner_id, file_name, state, options, recognition, refusal, bytes, sha256, parts, total_rows, ok_rows, \
        warning_rows, error_rows, created_by, created_at FROM upload WHERE tenant_id = $1 AND upload_id = $2";
    PARTS = "SELECT part, first_line, first_row, total_rows, ok_rows, warning_rows, error_rows FROM upload_part \
        WHERE tenant_id = $1 AND upload_id = $2 ORDER BY part";
    PART = "SELECT first_line, first_row, total_rows, duplicates, data FROM upload_part WHERE tenant_id = $1 AND upload_id = $2 AND part = $3";
    HAS_JOB = "SELECT count(*) AS count FROM job WHERE tenant_id = $1 AND upload_id = $2";
    DELETE_PARTS = "DELETE FROM upload_part WHERE tenant_id = $1 AND upload_id = $2";
    DELETE = "DELETE FROM upload WHERE tenant_id = $1 AND upload_id = $2";
    // A count stays a look-up for each upload; as NOT EXISTS it may become a join with every job.
    ABANDONED = "SELECT tenant_id, upload_id, partner_id, file_name, state, options, recognition, refusal, bytes, sha256, parts, total_rows, ok_rows, \
        warning_rows, error_rows, created_by, created_at FROM upload u WHERE state = $1 AND created_at < $2 \
        AND (SELECT count(*) FROM job j WHERE j.tenant_id = u.tenant_id AND j.upload_id = u.upload_id) = 0 LIMIT 100";
}

impl Tx {
    /// Opens an upload that is being received.
    pub async fn insert_upload(&mut self, upload: &Upload) -> Result<(), StoreError> {
        let values = values![
            upload.tenant_id,
            upload.upload_id,
            upload.partner_id,
            &upload.file_name,
            &upload.options,
            upload.created_by,
            upload.created_at
        ];
        self.execute_one(INSERT, values).await
    }

    /// Stores a slice.
    pub async fn insert_upload_part(
        &mut self,
        tenant: OrganisationId,
        upload: UploadId,
        info: &UploadPartInfo,
        duplicates: Option<&str>,
        data: &[u8],
    ) -> Result<(), StoreError> {
        let values = values![
            tenant,
            upload,
            info.part,
            info.first_line,
            info.first_row,
            info.total_rows,
            info.ok_rows,
            info.warning_rows,
            info.error_rows,
            duplicates,
            data
        ];
        self.execute_one(INSERT_PART, values).await
    }

    /// Closes an upload with everything that is known at its end.
    pub async fn finish_upload(&mut self, upload: &Upload) -> Result<(), StoreError> {
        let values = values![
            upload.tenant_id,
            upload.upload_id,
            &upload.state,
            &upload.recognition,
            &upload.refusal,
            upload.bytes,
            upload.sha256.as_deref(),
            upload.parts,
            upload.total_rows,
            upload.ok_rows,
            upload.warning_rows,
            upload.error_rows
        ];
        self.execute_one(FINISH, values).await
    }

    /// Removes an upload that no job uses.
    pub async fn delete_upload(
        &mut self,
        tenant: OrganisationId,
        upload: UploadId,
    ) -> Result<(), StoreError> {
        self.execute(DELETE_PARTS, values![tenant, upload]).await?;
        self.execute_one(DELETE, values![tenant, upload]).await
    }
}

#[derive(sqlx::FromRow)]
struct Count {
    count: i64,
}

impl Conn {
    /// Whether a job was made of an upload.
    pub async fn upload_has_job(
        &mut self,
        tenant: OrganisationId,
        upload: UploadId,
    ) -> Result<bool, StoreError> {
        let row: Count = self.one(HAS_JOB, values![tenant, upload]).await?;
        Ok(row.count > 0)
    }

    /// An upload of a customer.
    pub async fn upload(
        &mut self,
        tenant: OrganisationId,
        upload: UploadId,
    ) -> Result<Option<Upload>, StoreError> {
        self.optional(GET, values![tenant, upload]).await
    }

    /// The slices of an upload in order, without their bytes.
    pub async fn upload_parts(
        &mut self,
        tenant: OrganisationId,
        upload: UploadId,
    ) -> Result<Vec<UploadPartInfo>, StoreError> {
        self.all(PARTS, values![tenant, upload]).await
    }

    /// One slice with its bytes.
    pub async fn upload_part(
        &mut self,
        tenant: OrganisationId,
        upload: UploadId,
        part: i64,
    ) -> Result<Option<UploadPart>, StoreError> {
        self.optional(PART, values![tenant, upload, part]).await
    }

    /// Uploads of every tenant in this state, older than `before`, that no job uses: for the sweeper.
    pub async fn abandoned_uploads_any_tenant(
        &mut self,
        state: &str,
        before: Timestamp,
    ) -> Result<Vec<Upload>, StoreError> {
        self.all(ABANDONED, values![state, before]).await
    }
}
