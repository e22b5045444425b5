## Activity log: looking up, taking away, proving

activity-search = Name, request, file …
activity-person = User
activity-app-alone = App, without a user
activity-through-app = Through the app { $value }
activity-other-side = Partner or manufacturer
activity-export-table = Export as CSV
activity-export-document = Export as JSON
activity-place = Entry { $value }
activity-lower-role = Done as Global Administrator; { $value } would do
activity-partial = Only a part of the log has been searched so far. Go on to search further back.
least-privilege-hint = You are working as Global Administrator. The role { $value } is enough for this; keep Global Administrator for emergencies.
proof-title = Proof
proof-text = Every entry carries a hash over the entry before it, so that nothing can be changed, removed or moved without a trace.
proof-checkpoint-text = A signed checkpoint says where the log stands today. Keep it: together with a later export in JSON it shows whether anything up to then was changed since.
proof-checkpoint = Download a signed checkpoint
proof-no-key = This server has no key to sign with, so that it cannot give checkpoints. Its operator finds out in the server's log why.
proof-whole = Whole log as JSON
proof-keys =
    { $count ->
        [one] The public key that signs checkpoints:
       *[other] The public keys that sign or signed checkpoints, oldest first:
    }
invalid-search-long = The search text is too long. Use at most { $value } characters.
conflict-no-audit-key = This server has no key to sign checkpoints with. Ask its operator.
audit-action-upload-expire = Removed an unused upload
audit-action-upload-read = Looked into an uploaded file
audit-action-upload-export = Downloaded an uploaded file
audit-action-job-export = Downloaded the results of a job
audit-action-device-read-hash = Looked at a hardware hash
audit-action-audit-export = Exported the activity log
audit-action-audit-checkpoint = Signed a checkpoint of the activity log

## Checking logs on the command line

audit-log-intact =
    { $count ->
        [one] { $name }: intact, one entry, hash { $hash }
       *[other] { $name }: intact, { $count } entries, hash { $hash }
    }
audit-log-broken = { $name }: BROKEN at entry { $sequence }: { $fault }
audit-entry-id = entry id { $id }
audit-fault-changed = the entry or its hash is not what was written
audit-fault-missing = entries { $sequence } to { $other } are missing
audit-fault-reordered = the entry that belongs here stands at place { $other }
audit-fault-cut-off = the end is cut off: entries { $sequence } to { $other } are missing
audit-fault-head-changed = what is kept about the end of the log does not fit its entries
audit-fault-head-missing = nothing is kept about the end of the log
audit-fault-unknown-encoding = the entry has an encoding that this program does not know
audit-fault-unreadable = the entry cannot be read
audit-log-unnamed = log { $id }
audit-no-logs = No log has been written to yet.
audit-export-cut = { $name } is cut off or is no exported audit log
audit-export-filtered = { $name } was exported with a filter: it has no chain to follow. Export the whole log.
audit-checkpoint-unreadable = { $name } is no checkpoint
audit-checkpoint-other-log = The checkpoint belongs to another log than the export.
audit-checkpoint-before = The export begins with entry { $first }, after the checkpoint's entry { $sequence }. Export the whole log.
audit-checkpoint-forged = The checkpoint's signature is wrong: it is not what was signed.
audit-checkpoint-other-key = The checkpoint was signed with another key than { $key }.
audit-checkpoint-holds = The checkpoint holds: entry { $sequence } is what was signed at { $time }, and nothing is missing since.
audit-checkpoint-broken = The checkpoint does NOT hold: entry { $sequence } is not the one that was signed at { $time }.
audit-checkpoint-missing = The checkpoint does NOT hold: the export ends at entry { $last }, before the signed entry { $sequence }.
audit-checkpoint-own-key = The key stands in the checkpoint itself ({ $key }). Compare it with the one that the activity page shows, or give it with --public-key.
