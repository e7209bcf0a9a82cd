"""Accounts: signing in, passwords, tokens, who is let in, and what was recorded of it."""

from __future__ import annotations

from corpora import Text, _, _p

ACCOUNTS: dict[str, Text] = {
    "nav.people": _("People"),
    "signout": _("Sign out"),
    # Signing in
    "enter.title": _("Sign in"),
    "enter.how": _("If you have no account or forgot your password, ask whoever leads the work here for a link."),
    "signin.wrong": _("Name and password do not go together, or the account is not active."),
    "signin.lost": _("You are not signed in any more, and what you sent was not saved. Sign in and send it again."),
    "error.429": _(
        "Too many sign-ins failed. Wait a quarter of an hour, or ask whoever leads the work here for a link to set"
        " a new password."
    ),
    # Links
    "link.title": _("Set your password"),
    "link.for": _("You enter as {person}. That name will stand beside each decision that you take."),
    "link.first": _("You are the first here and will lead the work: invite people, give them roles, settle disputes."),
    "link.do": _("Save and enter"),
    "error.410": _("This page is no longer here."),
    "error.link": _(
        "This link was used already, has expired or is not whole. Ask whoever leads the work for another one."
    ),
    "error.taken": _(
        "Somebody has that name already, or one that reads the same. Choose another, such as with a surname."
    ),
    # Passwords
    "password.label": _("Password"),
    "password.now": _("Your password now"),
    "password.new": _("New password"),
    "password.repeat": _("The new password once more"),
    "password.how": _(
        "From {shortest} to {longest} characters, whichever you like; 15 or more are better. A few words that do not"
        " belong together are easy to remember and hard to guess."
    ),
    "password.change": _("Change the password"),
    "password.ends": _("You stay signed in here, and are signed out everywhere else."),
    "password.short": _("It is too short; it takes {shortest} characters."),
    "password.long": _("It is too long; it may have {longest} characters."),
    "password.usual": _("It is one of the first that somebody would try. Choose one that is harder to guess."),
    "password.name": _("It is little more than your name or that of this page. Choose one that is harder to guess."),
    "password.again": _("The two are not the same. Type the new password twice."),
    "password.former": _("The password that you have now is another one. Nothing was changed."),
    # One's own account
    "account.title": _("Your account"),
    "sessions.title": _("Where you are signed in"),
    "sessions.one": _("since {since}, last seen {last}"),
    "tokens.title": _("Tokens for programs"),
    "tokens.how": _(
        "With a token another program does in your name what you can do here. Whoever has it is taken for you: give it"
        " to nobody, and withdraw it when it is not needed any more."
    ),
    "tokens.described": _("What programs can ask (OpenAPI)"),
    "tokens.made": _("This is the token. It is shown this once and kept nowhere; copy it now."),
    "tokens.one": _("since {since}, until {until}"),
    "tokens.unused": _("not used yet"),
    "tokens.used": _("last used {last}"),
    "tokens.label": _("What the token is for"),
    "tokens.make": _("Make a token"),
    "error.token": _(
        "This takes a token of the page in the header 'Authorization: Bearer'; the one that came is none, was withdrawn"
        " or has expired."
    ),
    "error.request": _("The request does not fit what is described, or names something that there is not."),
    # People
    "people.invite": _("Invite somebody"),
    "people.invite.do": _("Make the link"),
    "people.role": _p("of a person", "Role"),
    "role.reviewer": _("Reviewer"),
    "role.reviewer.what": _("uploads, maps, reviews and exports"),
    "role.lead": _("Lead"),
    "role.lead.what": _("does that too, manages people, settles disputes, replaces and removes standards"),
    "people.link": _(
        "Give this link to {person}, and to nobody else. It is shown this once, works once, and ends in three days."
    ),
    "people.is_out": _("not let in"),
    "people.is_invited": _("invited, did not enter yet"),
    "people.entered": _("has entered"),
    "people.came": _("last signed in {last}"),
    "people.new_link": _("Link for a new password"),
    "people.make.lead": _("Make lead"),
    "people.make.reviewer": _("Make reviewer"),
    "people.out": _("Close the account"),
    "people.back": _("Let in again"),
    "people.take": _("Take over their programmes"),
    "people.out.what": _(
        "Who is let in no longer is signed out at once, and their tokens and links end. What they decided stays, with"
        " their name, which nobody else can take."
    ),
    # The record
    "record.title": _("Who came in lately"),
    "record.address": _("From"),
    "record.nobody": _("(a name that nobody has)"),
    "record.signed_in": _p("record", "signed in"),
    "record.signed_out": _p("record", "signed out"),
    "record.failed": _("failed to sign in:"),
    "record.entered": _("set a password by a link"),
    "record.changed": _("changed the password"),
    "record.token": _("made a token:"),
    "record.linked": _("made a link for"),
    "record.lead": _("made lead:"),
    "record.reviewer": _("made reviewer:"),
    "record.out": _("let in no longer:"),
    "record.back": _("let in again:"),
    "record.took": _("took over the programmes of"),
    "record.refused": _("was refused:"),
}
