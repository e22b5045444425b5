# What the reader says about a file, a row or a cell: `finding-<code>` and `finding-<code>-remedy`.
# Values: $found (as in the file), $used (what counts instead), $column (its name), $line. Absent values are "none".

## The file, corrected

finding-encoding-converted =
    { $found ->
        [none] The file is not UTF-8 and was converted.
       *[other] The file is written in { $found } and was converted to UTF-8.
    }
finding-encoding-converted-remedy = Nothing to do. Check letters such as å, é or א in the preview.
finding-byte-order-mark = The file begins with a byte order mark, which was skipped.
finding-byte-order-mark-remedy = Nothing to do.
finding-delimiter-converted =
    { $found ->
        [none] The values are not separated by commas.
       *[other] The values are separated by { $found } instead of commas.
    }
finding-delimiter-converted-remedy = Nothing to do. Check in the preview that each value stands in its column.
finding-preamble-skipped = Lines above the header line were skipped.
finding-preamble-skipped-remedy = Nothing to do if these lines are a report title. If devices stood there, move them below the header line.
finding-header-missing = The file has no header line. The columns were recognised by what they contain.
finding-header-missing-remedy = Check the columns in the preview. To be certain, put the header line of a sample file at the top.
finding-header-spelling = The header line is spelled differently from the documented one. The columns were recognised all the same.
finding-header-spelling-remedy = Nothing to do if each value stands in its column in the preview.
finding-column-order = The columns stand in another order than documented. They were assigned by their headers.
finding-column-order-remedy = Nothing to do.
finding-column-ignored = The column “{ $found }” is not used for registration and was left out.
finding-column-ignored-remedy = Nothing to do, unless the column holds something you expected to be registered.
finding-quotes-removed = Values stand in quotes, which were removed.
finding-quotes-removed-remedy = Nothing to do.
finding-line-endings-mixed = The lines end in different ways, as in a file joined from several.
finding-line-endings-mixed-remedy = Nothing to do. Check that the number of rows is the one you expect.

## A cell, corrected

finding-whitespace-trimmed =
    { $column ->
        [none] White space around a value was removed.
       *[other] White space around the value in { $column } was removed.
    }
finding-whitespace-trimmed-remedy = Nothing to do.
finding-hidden-characters-removed =
    { $column ->
        [none] Invisible characters were removed from a value.
       *[other] Invisible characters were removed from { $column }.
    }
finding-hidden-characters-removed-remedy = Nothing to do. They usually come from copying out of a mail or a web page.
finding-formula-guard-removed =
    { $column ->
        [none] The mark that keeps a spreadsheet from running a value as a formula was removed.
       *[other] In { $column }, the mark that keeps a spreadsheet from running the value as a formula was removed.
    }
finding-formula-guard-removed-remedy = Nothing to do.
finding-hash-padding-repaired = The hardware hash came without the = signs at its end. They were added.
finding-hash-padding-repaired-remedy = Nothing to do.
finding-smart-quotes-removed =
    { $column ->
        [none] Typographic quotes around a value were removed.
       *[other] Typographic quotes around the value in { $column } were removed.
    }
finding-smart-quotes-removed-remedy = Nothing to do.
finding-tag-from-file =
    { $used ->
        [none] The group tag in the row replaces the one chosen for the upload.
       *[other] The group tag in the row, “{ $used }”, replaces the one chosen for the upload.
    }
finding-tag-from-file-remedy = Nothing to do if the row is right. Otherwise leave the cell empty.

## A row, doubtful

finding-serial-mismatch =
    { $used ->
        [none] The serial number differs from the one in the hardware hash.
       *[other] The serial number differs from the one in the hardware hash, “{ $used }”.
    }
finding-serial-mismatch-remedy = The hash counts. Check that both belong to the same device; rows may have slipped.
finding-model-mismatch =
    { $used ->
        [none] { $column } differs from the value in the hardware hash.
       *[other] { $column } differs from the value in the hardware hash, “{ $used }”.
    }
finding-model-mismatch-remedy = The hash counts. Check that the row and the hash belong to the same device.
finding-product-key-mismatch = The product key ID differs from the one in the hardware hash.
finding-product-key-mismatch-remedy = The hash counts. Check that both belong to the same device.
finding-hash-placeholder =
    { $used ->
        [none] The hardware hash holds a placeholder where the manufacturer should have written a value.
       *[other] In the hardware hash, a value is missing or a placeholder: { $used }.
    }
finding-hash-placeholder-remedy = The device can be registered. Ask the supplier to set the firmware values of this series.
finding-hash-inconsistent =
    { $used ->
        [none] Parts of the hardware hash do not agree with each other.
       *[other] Parts of the hardware hash do not agree with each other: { $used }.
    }
finding-hash-inconsistent-remedy = The device can be registered. If this happens often, capture the hash again on the device.
finding-hash-capture-time = The hardware hash says that it was captured at an unlikely time.
finding-hash-capture-time-remedy = The device can be registered. Its clock was probably wrong.
finding-tag-legacy = The group tag is the one of the first generation. It still works but selects no particular device profile.
finding-tag-legacy-remedy = Choose one of the current group tags.
finding-serial-zeros-doubtful = The serial number may have lost leading zeros in a spreadsheet; others in the file are longer.
finding-serial-zeros-doubtful-remedy = Compare with the label on the device or with the supplier's original file.

## A row, refused

finding-identity-missing = Nothing in the row identifies a device.
finding-identity-missing-remedy = Give a hardware hash, or a product key ID, or the serial number together with manufacturer and model.
finding-identity-incomplete = Serial number, manufacturer and model identify a device only together. Not all three are there.
finding-identity-incomplete-remedy = Fill in what is missing exactly as in the firmware, or give the hardware hash.
finding-identity-weak = The hardware hash holds too few usable identifiers to tell this device from others.
finding-identity-weak-remedy = Capture the hash again on the device. If nothing changes, ask the manufacturer to set the firmware values.
finding-placeholder =
    { $column ->
        [none] A value is a placeholder of the firmware, not a real value.
       *[other] { $column } is a placeholder of the firmware, not a real value.
    }
finding-placeholder-remedy = Use the value on the label of the device, or ask the supplier to set it in the firmware.
finding-sample-data =
    { $column ->
        [none] This is the example row of the documentation, not a device.
       *[other] { $column } is that of the documentation's example, not of a device.
    }
finding-sample-data-remedy = Put the device's own value in its place, or delete the row.
finding-hash-invalid =
    { $used ->
        [none] Hardware hash not valid.
       *[other] Hardware hash not valid: { $used }.
    }
finding-hash-invalid-remedy = Capture the hash again and put it into the file without opening the file in a spreadsheet.
finding-product-key-zeros = The product key ID consists of zeros only.
finding-product-key-zeros-remedy = Leave the cell empty, and give the hardware hash or manufacturer, model and serial number.
finding-product-key-windows-id = This is a Windows product ID of an installation, not the 13-digit product key ID of a device.
finding-product-key-windows-id-remedy = Use the 13 digits on the box or from the supplier, or leave the cell empty and give a hardware hash.
finding-product-key-licence = This is a licence key. It was neither stored nor shown.
finding-product-key-licence-remedy = Remove licence keys from the file. The column takes the 13-digit product key ID.
finding-product-key-malformed = The product key ID is not 13 digits long.
finding-product-key-malformed-remedy = Check the value with the supplier, or leave the cell empty and give a hardware hash.
finding-product-key-lost-zeros = The product key ID has fewer than 13 digits. A spreadsheet probably removed leading zeros.
finding-product-key-lost-zeros-remedy = Use the supplier's original file, and edit it in a plain text editor. Zeros are never filled in by guessing.
finding-spreadsheet-number =
    { $column ->
        [none] A spreadsheet turned a value into a rounded number. The original digits are lost.
       *[other] A spreadsheet turned { $column } into a rounded number. The original digits are lost.
    }
finding-spreadsheet-number-remedy = Use the supplier's original file, and edit it in a plain text editor.
finding-spreadsheet-formula =
    { $column ->
        [none] A cell holds a formula or an error value of a spreadsheet.
       *[other] { $column } holds a formula or an error value of a spreadsheet.
    }
finding-spreadsheet-formula-remedy = Put the plain value into the cell.
finding-value-too-long =
    { $column ->
        [none] A value is longer than allowed.
       *[other] { $column } is longer than allowed.
    }
finding-value-too-long-remedy = Check the row for a missing line break or a missing comma.
finding-value-characters =
    { $column ->
        [none] A value contains characters that cannot be part of it.
       *[other] { $column } contains characters that cannot be part of it.
    }
finding-value-characters-remedy = Type the value anew in a plain text editor. Characters shown as � were lost when the file was saved.
finding-too-many-cells =
    { $found ->
        [none] The row has more cells than the header line has columns.
       *[other] The row has more cells ({ $found }) than the header line has columns ({ $used }).
    }
finding-too-many-cells-remedy = Look for a comma inside a value. Values with commas must stand in quotes.
finding-too-few-cells =
    { $found ->
        [none] The row has fewer cells than the header line has columns.
       *[other] The row has fewer cells ({ $found }) than the header line has columns ({ $used }).
    }
finding-too-few-cells-remedy = Look for a missing comma. Cells may be empty but their commas must stay.
finding-row-too-long = The row is longer than a row of a device list can be.
finding-row-too-long-remedy = Look for missing line breaks or an unclosed quote.
finding-quote-unclosed = A quote is opened in this row and never closed.
finding-quote-unclosed-remedy = Remove the quote or close it. Only this line could not be read; the lines below it were.
finding-tag-unknown =
    { $used ->
        [none] The group tag is not known. Capitals and special characters count.
       *[other] The group tag is not known. The nearest valid one is “{ $used }”; capitals and special characters count.
    }
finding-tag-unknown-remedy = Correct the group tag in the file, or leave the cell empty to use the tag chosen for the upload.
finding-tag-not-supported = Power user has no shared device mode.
finding-tag-not-supported-remedy = Use the group tag without -Shared, or choose another device profile.
finding-duplicate-in-file =
    { $used ->
        [none] The same device stands earlier in the file.
       *[other] The same device stands in line { $used } of the file.
    }
finding-duplicate-in-file-remedy = Nothing to do. The first row is registered, this one is not.
finding-assigned-user-malformed = The assigned user is not a user name of the form name@domain.
finding-assigned-user-malformed-remedy = Correct the user name or leave the cell empty.
finding-not-registrable = This list is made for another purpose. Its rows do not identify devices for registration.
finding-not-registrable-remedy = Ask the supplier for manufacturer, model and serial number, or for hardware hashes.

## Strict mode

finding-strict-encoding =
    { $column ->
        [none] Strict mode: the file must be ANSI text.
       *[other] Strict mode: { $column } has characters that are not ANSI text.
    }
finding-strict-encoding-remedy = Save the file as ANSI, or use helpful mode, which converts it.
finding-strict-delimiter = Strict mode: only commas may separate values.
finding-strict-delimiter-remedy = Replace the delimiter, or use helpful mode, which converts it.
finding-strict-header = Strict mode: the header line must be exactly that of the sample file.
finding-strict-header-remedy = Copy the header line from the sample file, or use helpful mode.
finding-strict-quotes = Strict mode: quotes are not allowed.
finding-strict-quotes-remedy = Remove the quotes, or use helpful mode.
finding-strict-whitespace =
    { $column ->
        [none] Strict mode: a value has white space or invisible characters around it.
       *[other] Strict mode: { $column } has white space or invisible characters around it.
    }
finding-strict-whitespace-remedy = Remove them, or use helpful mode, which does it.

## The file, refused

finding-file-empty = The file is empty.
finding-file-empty-remedy = Check that you chose the right file. A file on a network drive may not have finished saving.
finding-file-header-only = The file has a header line but no devices below it.
finding-file-header-only-remedy = Add one line per device below the header line.
finding-file-spreadsheet = This is a spreadsheet workbook, not a text file, whatever its name says.
finding-file-spreadsheet-remedy = Ask the supplier for the CSV file. If there is none, format all columns as text in the spreadsheet and save as “CSV UTF-8”.
finding-file-binary = This is not a text file.
finding-file-binary-remedy = Check that you chose the right file. Unpack it first if it is compressed.
finding-file-layout-unknown = No known layout was recognised: no header names a serial number, a product key ID or a hardware hash.
finding-file-layout-unknown-remedy = Put the header line of one of the sample files at the top.
finding-file-too-many-rows =
    { $used ->
        [none] The file has more rows than one upload may have.
       *[other] The file has more than { $used } rows, the limit for one upload.
    }
finding-file-too-many-rows-remedy = Split the file into several files and upload them one after the other.
finding-file-too-large =
    { $used ->
        [none] The file is larger than one upload may be.
       *[other] The file is larger than { $used }, the limit for one upload.
    }
finding-file-too-large-remedy = Split the file into several files and upload them one after the other.
finding-file-column-twice =
    { $column ->
        [none] Two columns claim to be the same thing.
       *[other] Two columns claim to be { $column }.
    }
finding-file-column-twice-remedy = Remove or rename one of the two columns.

## Added with the reader

finding-header-repeated = The header line stands again between the rows, as in files that were joined. It was skipped.
finding-header-repeated-remedy = Nothing to do.
finding-duplicates-unchecked = The file is so long that repeated devices far apart are only found during registration.
finding-duplicates-unchecked-remedy = Nothing to do. A device is never registered twice.
finding-notices-shortened =
    { $used ->
        [none] There are more notices of the same kind than are listed.
       *[other] { $used } more notices of the same kind are not listed.
    }
finding-notices-shortened-remedy = Nothing to do. The corrections were made in all rows.
finding-serial-lost-zeros = The serial number has fewer digits than the others. A spreadsheet probably removed leading zeros.
finding-serial-lost-zeros-remedy = Use the supplier's original file, and edit it in a plain text editor. Zeros are never filled in by guessing.
finding-columns-shifted = The values do not stand under their columns.
finding-columns-shifted-remedy = Look for a missing or surplus comma, and compare the row with its neighbours.
finding-file-unreadable = The file could not be read to its end.
finding-file-unreadable-remedy = Upload the file again. If it fails again, ask the supplier for a new copy.
finding-other-board = Another device of this customer has the same serial number, UUID or product key id. Both are kept apart, perhaps after a board replacement.
finding-other-board-remedy = Check whether the earlier device still exists, and remove it if it does not.
finding-not-in-catalogue = The manufacturer publishes what it built, and this device is not among it.
finding-not-in-catalogue-remedy = Compare serial number, manufacturer and model with the supplier.
finding-catalogue-near-miss =
    { $used ->
        [none] The manufacturer built a device that differs only in capitals or spacing.
       *[other] The manufacturer writes { $used }; the file differs in capitals or spacing only.
    }
finding-catalogue-near-miss-remedy = Use the manufacturer’s spelling exactly.
finding-placeholder-ignored =
    { $column ->
        [none] A placeholder of the firmware was left out. The device is identified by other values.
       *[other] A placeholder of the firmware in { $column } was left out. The device is identified by other values.
    }
finding-placeholder-ignored-remedy = The device can be registered. Ask the supplier to set the value in the firmware.
