# Mails. Plain text: each link stands on a line of its own.

mail-signature = Taxiway. This message was sent automatically; nobody reads answers to it.
mail-invitation-subject = { $organisation } invites you to Taxiway
mail-invitation-body =
    Hello { $name },

    { $inviter } of { $organisation } invites you to work with Taxiway, the service that registers devices for the organizations that will use them.

    Open this link, choose a password, and you are signed in:

    { $link }

    The link works once. { $count ->
        [one] It expires after { $count } day.
       *[other] It expires after { $count } days.
    }

    If you did not expect this invitation, you need not do anything.
mail-forgotten-subject = New password for Taxiway
mail-forgotten-body =
    Hello,

    somebody asked for a new password for the account with this e-mail address. If it was you, open this link:

    { $link }

    The link works once. { $count ->
        [one] It expires after { $count } minute.
       *[other] It expires after { $count } minutes.
    }

    If it was not you, you need not do anything: your password stays as it is.
mail-reset-subject = New password for Taxiway
mail-reset-body =
    Hello { $name },

    { $helper } created a link with which you can set a new password:

    { $link }

    The link works once. { $count ->
        [one] It expires after { $count } minute.
       *[other] It expires after { $count } minutes.
    }

    Your present password works until then. If you did not ask for this, speak to { $helper }.
