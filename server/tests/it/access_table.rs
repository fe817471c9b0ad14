//! The tables of `access`: what a visitor, a resident, staff, and another community's staff get, in this order; first on
//! their own community's host, then on another's, where the polls do not exist.

use Got::{Away, Page, SignIn, Status, To};
use domain::role::Right;

/// What somebody gets.
#[derive(Clone, Copy, Debug)]
pub enum Got {
    /// The page.
    Page,
    /// The sign-in page, which leads back afterwards.
    SignIn,
    /// Another page of ours.
    To(&'static str),
    /// The identity provider.
    Away,
    /// An error page.
    Status(u16),
}

/// The same for everybody.
const fn all(got: Got) -> [Got; 4] {
    [got; 4]
}

/// What whoever may take part gets where poll 1 asks something; the others are led to the poll, which says why they may not.
const fn asked(got: Got) -> [Got; 4] {
    [got, got, got, To("/polls/1")]
}

const ANYBODY: [Got; 4] = all(Page);
const NOBODY: [Got; 4] = all(Status(404));
/// A page of the desk: here, and on the other community's host, where its own staff find no such poll.
const DESK: [Got; 4] = [SignIn, Status(403), Page, Status(403)];
const DESK_THERE: [Got; 4] = [SignIn, Status(403), Status(403), Page];
/// The administrator's own; none of the four is one.
const SETTINGS: [Got; 4] = [SignIn, Status(403), Status(403), Status(403)];
const SETTINGS_FORM: [Got; 4] = [Status(401), Status(403), Status(403), Status(403)];
const DESK_NO_POLL: [Got; 4] = [SignIn, Status(403), Status(403), Status(404)];

/// What only somebody who is signed in has.
const MY_SESSIONS: [Got; 4] = [
    Status(401),
    To("/me?ended"),
    To("/me?ended"),
    To("/me?ended"),
];
const MY_OTHER_SESSIONS: [Got; 4] = [
    Status(401),
    To("/me?ended=others"),
    To("/me?ended=others"),
    To("/me?ended=others"),
];

const SIGNED_OUT_EVERYWHERE: [Got; 4] = [
    Status(401),
    To("/sign-in?out=everywhere"),
    To("/sign-in?out=everywhere"),
    To("/sign-in?out=everywhere"),
];

const NO_LINK: [Got; 4] = [
    Status(401),
    To("/sign-in/email/-"),
    To("/sign-in/email/-"),
    To("/sign-in/email/-"),
];
const MY_EMAIL_WRONG: [Got; 4] = [
    Status(401),
    To("/me?email=asked#errors"),
    To("/me?email=asked#errors"),
    To("/me?email=asked#errors"),
];
const MY_EMAIL_GONE: [Got; 4] = [
    Status(401),
    To("/me?email=removed#email"),
    To("/me?email=removed#email"),
    To("/me?email=removed#email"),
];
const MY_DATA: [Got; 4] = [SignIn, Page, Page, Page];
/// Not marked.
const MY_DATA_STAYS: [Got; 4] = [
    Status(401),
    To("/me/data?unconfirmed#errors"),
    To("/me/data?unconfirmed#errors"),
    To("/me/data?unconfirmed#errors"),
];

/// Confirmed at home; elsewhere nothing is known of them.
const MY_HOME: [Got; 4] = [
    Status(401),
    To("/me#residence"),
    To("/me#residence"),
    To("/me?residence=missing#errors"),
];
const MY_HOME_THERE: [Got; 4] = [
    Status(401),
    To("/me?residence=missing#errors"),
    To("/me?residence=missing#errors"),
    To("/me#residence"),
];

/// No answer of a device.
const NO_FILE: [Got; 4] = [Status(401), Status(400), Status(400), Status(400)];
const MY_REQUEST: [Got; 4] = [
    Status(401),
    To("/me/residence?withdrawn"),
    To("/me/residence?withdrawn"),
    To("/me/residence?withdrawn"),
];
const MY_ORGANISATIONS: &str = "/me/organisations";
/// What everybody who is signed in may send about their powers.
const fn my_powers(leads: &'static str) -> [Got; 4] {
    [Status(401), To(leads), To(leads), To(leads)]
}
/// They have no such power.
const NO_POWER: [Got; 4] = [Status(401), Status(403), Status(403), Status(403)];
/// A moderator's own, here and on the other community's host.
const fn moderators(got: Got) -> [Got; 4] {
    [Status(401), Status(403), got, Status(403)]
}
const fn moderators_there(got: Got) -> [Got; 4] {
    [Status(401), Status(403), Status(403), got]
}
const CLAIM_GONE: Got = To("/staff/organisations?late");
const NO_PASSKEY: [Got; 4] = [
    Status(401),
    To("/me?passkey=refused"),
    To("/me?passkey=refused"),
    To("/me?passkey=refused"),
];
const MY_PASSKEY_GONE: [Got; 4] = [
    Status(401),
    To("/me?passkey=removed#passkeys"),
    To("/me?passkey=removed#passkeys"),
    To("/me?passkey=removed#passkeys"),
];

/// A code that is none.
const SECOND_STEP: [Got; 4] = [
    Status(401),
    Status(403),
    To("/second-factor?return=/staff&wrong#errors"),
    Status(403),
];
const SECOND_STEP_THERE: [Got; 4] = [
    Status(401),
    Status(403),
    Status(403),
    To("/second-factor?return=/staff&wrong#errors"),
];

/// A form of the desk there.
const DESK_FORM_NO_POLL: [Got; 4] = [Status(401), Status(403), Status(403), Status(404)];

/// Route, address, what they get here, what they get there.
pub type Route = (&'static str, &'static str, [Got; 4], [Got; 4]);
/// Name, fields, what they get here, what they get there.
pub type Function = (
    &'static str,
    &'static [(&'static str, &'static str)],
    [Got; 4],
    [Got; 4],
);

/// The polls are those of `four_polls`: 1 open, 2 closed, 3 draft, 4 opens later.
pub const PAGES: &[Route] = &[
    ("/", "/", ANYBODY, ANYBODY),
    ("/polls", "/polls", ANYBODY, ANYBODY),
    ("/polls/:number", "/polls/1", ANYBODY, NOBODY),
    ("/polls/:number", "/polls/2", ANYBODY, NOBODY),
    ("/polls/:number", "/polls/3", NOBODY, NOBODY),
    ("/polls/:number", "/polls/4", ANYBODY, NOBODY),
    ("/polls/:number", "/polls/5", NOBODY, NOBODY),
    (
        "/polls/:number/vote",
        "/polls/1/vote",
        asked(To("/polls/1/vote/1")),
        NOBODY,
    ),
    ("/polls/:number/vote", "/polls/3/vote", NOBODY, NOBODY),
    (
        "/polls/:number/vote/:question",
        "/polls/1/vote/1",
        asked(Page),
        NOBODY,
    ),
    (
        "/polls/:number/vote/:question",
        "/polls/1/vote/3",
        asked(Page),
        NOBODY,
    ),
    (
        "/polls/:number/vote/:question",
        "/polls/1/vote/4",
        NOBODY,
        NOBODY,
    ),
    (
        "/polls/:number/vote/:question",
        "/polls/2/vote/1",
        all(To("/polls/2")),
        NOBODY,
    ),
    (
        "/polls/:number/vote/:question",
        "/polls/3/vote/1",
        NOBODY,
        NOBODY,
    ),
    (
        "/polls/:number/vote/:question",
        "/polls/4/vote/1",
        all(To("/polls/4")),
        NOBODY,
    ),
    (
        "/polls/:number/vote/check",
        "/polls/1/vote/check",
        asked(Page),
        NOBODY,
    ),
    (
        "/polls/:number/vote/check",
        "/polls/2/vote/check",
        all(To("/polls/2")),
        NOBODY,
    ),
    (
        "/polls/:number/vote/check",
        "/polls/3/vote/check",
        NOBODY,
        NOBODY,
    ),
    // Nothing is on its way from a card: on to the questions.
    (
        "/polls/:number/vote/widget",
        "/polls/1/vote/widget",
        all(To("/polls/1/vote")),
        NOBODY,
    ),
    (
        "/polls/:number/vote/widget",
        "/polls/3/vote/widget",
        NOBODY,
        NOBODY,
    ),
    // None of them has taken part.
    (
        "/polls/:number/done",
        "/polls/1/done",
        [SignIn, To("/polls/1"), To("/polls/1"), To("/polls/1")],
        [SignIn, Status(404), Status(404), Status(404)],
    ),
    (
        "/polls/:number/done",
        "/polls/3/done",
        [SignIn, Status(404), Status(404), Status(404)],
        [SignIn, Status(404), Status(404), Status(404)],
    ),
    (
        "/polls/:number/results",
        "/polls/1/results",
        ANYBODY,
        NOBODY,
    ),
    (
        "/polls/:number/results",
        "/polls/2/results",
        ANYBODY,
        NOBODY,
    ),
    ("/polls/:number/results", "/polls/3/results", NOBODY, NOBODY),
    ("/results", "/results", ANYBODY, ANYBODY),
    // A visitor finds the drafts of their browser and the way in.
    ("/me", "/me", ANYBODY, ANYBODY),
    ("/me/data", "/me/data", MY_DATA, MY_DATA),
    ("/me/residence", "/me/residence", MY_DATA, MY_DATA),
    ("/privacy", "/privacy", ANYBODY, ANYBODY),
    ("/sign-in", "/sign-in", ANYBODY, ANYBODY),
    ("/sign-in/email", "/sign-in/email", ANYBODY, ANYBODY),
    // It works no more, and the page says so.
    (
        "/sign-in/email/:token",
        "/sign-in/email/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        ANYBODY,
        ANYBODY,
    ),
    // Only whoever has a role has a second step.
    (
        "/second-factor",
        "/second-factor",
        [SignIn, Status(403), Page, Status(403)],
        [SignIn, Status(403), Status(403), Page],
    ),
    // Nobody of them was invited, and the page says so.
    ("/invite", "/invite", ANYBODY, ANYBODY),
    (
        "/invite/:token",
        "/invite/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        all(To("/invite")),
        all(To("/invite")),
    ),
    // Only the platform lists the communities.
    ("/communities", "/communities", NOBODY, NOBODY),
    ("/embed/polls", "/embed/polls", ANYBODY, ANYBODY),
    ("/embed/polls/:number", "/embed/polls/1", ANYBODY, NOBODY),
    ("/embed/polls/:number", "/embed/polls/2", ANYBODY, NOBODY),
    ("/embed/polls/:number", "/embed/polls/3", NOBODY, NOBODY),
    ("/embed/polls/:number", "/embed/polls/4", ANYBODY, NOBODY),
    (
        "/embed/polls/:number/results",
        "/embed/polls/1/results",
        ANYBODY,
        NOBODY,
    ),
    (
        "/embed/polls/:number/results",
        "/embed/polls/2/results",
        ANYBODY,
        NOBODY,
    ),
    (
        "/embed/polls/:number/results",
        "/embed/polls/3/results",
        NOBODY,
        NOBODY,
    ),
    ("/staff", "/staff", DESK, DESK_THERE),
    ("/staff/polls", "/staff/polls", DESK, DESK_THERE),
    ("/staff/polls/new", "/staff/polls/new", DESK, DESK_THERE),
    ("/staff/polls/:number", "/staff/polls/1", DESK, DESK_NO_POLL),
    ("/staff/polls/:number", "/staff/polls/3", DESK, DESK_NO_POLL),
    (
        "/staff/polls/:number/edit",
        "/staff/polls/3/edit",
        DESK,
        DESK_NO_POLL,
    ),
    (
        "/staff/polls/:number/preview",
        "/staff/polls/3/preview",
        DESK,
        DESK_NO_POLL,
    ),
    (
        "/staff/polls/:number/preview/page",
        "/staff/polls/3/preview/page",
        DESK,
        DESK_NO_POLL,
    ),
    (
        "/staff/polls/:number/pictures/:question/:option",
        "/staff/polls/3/pictures/1/2",
        DESK,
        DESK_NO_POLL,
    ),
    // A yes or a no has no picture; what is published changes no more.
    (
        "/staff/polls/:number/pictures/:question/:option",
        "/staff/polls/3/pictures/3/1",
        [SignIn, Status(403), Status(404), Status(403)],
        DESK_NO_POLL,
    ),
    (
        "/staff/polls/:number/pictures/:question/:option",
        "/staff/polls/1/pictures/1/1",
        [
            SignIn,
            Status(403),
            To("/staff/polls/1?published-before"),
            Status(403),
        ],
        DESK_NO_POLL,
    ),
    ("/staff/journal", "/staff/journal", DESK, DESK_THERE),
    ("/staff/settings", "/staff/settings", SETTINGS, SETTINGS),
    ("/staff/districts", "/staff/districts", SETTINGS, SETTINGS),
    (
        "/staff/districts/:no",
        "/staff/districts/1",
        SETTINGS,
        SETTINGS,
    ),
    ("/staff/sign-ins", "/staff/sign-ins", SETTINGS, SETTINGS),
    (
        "/staff/organisations",
        "/staff/organisations",
        DESK,
        DESK_THERE,
    ),
    (
        "/staff/organisations/:no",
        "/staff/organisations/1",
        [SignIn, Status(403), Status(404), Status(403)],
        DESK_NO_POLL,
    ),
    (
        "/staff/organisations/claims/:id",
        "/staff/organisations/claims/11111111-1111-4111-8111-111111111111",
        [SignIn, Status(403), CLAIM_GONE, Status(403)],
        [SignIn, Status(403), Status(403), CLAIM_GONE],
    ),
    (MY_ORGANISATIONS, MY_ORGANISATIONS, MY_DATA, MY_DATA),
    ("/organisations", "/organisations", ANYBODY, ANYBODY),
    ("/organisations/:no", "/organisations/1", NOBODY, NOBODY),
    (
        "/organisation-power",
        "/organisation-power",
        ANYBODY,
        ANYBODY,
    ),
    (
        "/organisation-power/:token",
        "/organisation-power/none",
        all(To("/organisation-power")),
        all(To("/organisation-power")),
    ),
    ("/staff/team", "/staff/team", SETTINGS, SETTINGS),
    ("/staff/people", "/staff/people", SETTINGS, SETTINGS),
    ("/staff/people/new", "/staff/people/new", SETTINGS, SETTINGS),
    (
        "/staff/people/:id",
        "/staff/people/11111111-1111-4111-8111-111111111111",
        SETTINGS,
        SETTINGS,
    ),
    (
        "/staff/people/cases/:id",
        "/staff/people/cases/11111111-1111-4111-8111-111111111111",
        SETTINGS,
        SETTINGS,
    ),
    ("/staff/paper", "/staff/paper", SETTINGS, SETTINGS),
    ("/staff/paper/:batch", "/staff/paper/1", SETTINGS, SETTINGS),
    (
        "/staff/paper/:batch/enter",
        "/staff/paper/1/enter",
        SETTINGS,
        SETTINGS,
    ),
    (
        "/staff/paper/:batch/:form",
        "/staff/paper/1/1",
        SETTINGS,
        SETTINGS,
    ),
];

/// Whoever signs out is out: it stands last.
pub const FUNCTIONS: &[Function] = &[
    (
        "answer",
        &[
            ("poll", "1"),
            ("question", "1"),
            ("choice[]", "1"),
            ("go", "next"),
        ],
        all(To("/polls/1/vote/2")),
        NOBODY,
    ),
    // Nobody has answered everything yet, and the visitor has no session: the check page says so.
    (
        "submit",
        &[
            ("poll", "1"),
            ("submission", "00000000-0000-4000-8000-000000000000"),
        ],
        [
            To("/polls/1/vote/check?outcome=signed-out"),
            To("/polls/1/vote/check"),
            To("/polls/1/vote/check"),
            To("/polls/1/vote/check"),
        ],
        NOBODY,
    ),
    // Three questions: the card puts none of them.
    (
        "embed-answer",
        &[("poll", "1"), ("from", "https://evil.example/")],
        all(To("/polls/1/vote")),
        NOBODY,
    ),
    (
        "clear-draft",
        &[("poll", "1")],
        all(To("/polls/1?cleared")),
        NOBODY,
    ),
    (
        "sign-in",
        &[("provider", "sandbox"), ("back", "/")],
        all(Away),
        all(Away),
    ),
    // No address: told with the form.
    (
        "email-sign-in",
        &[("address", "olena"), ("back", "/")],
        all(To("/sign-in?email&return=/#errors")),
        all(To("/sign-in?email&return=/#errors")),
    ),
    (
        "email-enter",
        &[("token", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")],
        all(To(
            "/sign-in/email/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        )),
        all(To(
            "/sign-in/email/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        )),
    ),
    ("email-claim", &[("token", "none")], NO_LINK, NO_LINK),
    (
        "own-email",
        &[("address", "olena")],
        MY_EMAIL_WRONG,
        MY_EMAIL_WRONG,
    ),
    ("forget-email", &[], MY_EMAIL_GONE, MY_EMAIL_GONE),
    ("erase-me", &[], MY_DATA_STAYS, MY_DATA_STAYS),
    // Whoever is confirmed has nothing to declare; the others have chosen nothing.
    (
        "declare-residence",
        &[("settlement", "")],
        MY_HOME,
        MY_HOME_THERE,
    ),
    // A file comes by a route of its own, and with it the form; whoever has no request takes nothing back.
    ("request-residence", &[], NO_FILE, NO_FILE),
    ("withdraw-residence-request", &[], MY_REQUEST, MY_REQUEST),
    // For oneself again; nobody has a power to act for an organisation, nor to hand on, nor to lay down.
    (
        "act-for",
        &[],
        my_powers("/me/organisations?acting"),
        my_powers("/me/organisations?acting"),
    ),
    ("prove-power-by-key", &[], NO_POWER, NO_POWER),
    (
        "lay-down-power",
        &[("no", "1")],
        my_powers("/me/organisations?ended"),
        my_powers("/me/organisations?ended"),
    ),
    (
        "hand-power-on",
        &[("no", "1"), ("hand_over", "shares")],
        NO_POWER,
        NO_POWER,
    ),
    (
        "take-offer-back",
        &[("no", "1"), ("ends", "1")],
        my_powers("/me/organisations?back"),
        my_powers("/me/organisations?back"),
    ),
    (
        "take-power",
        &[],
        my_powers("/organisation-power"),
        my_powers("/organisation-power"),
    ),
    ("claim-power", &[], NO_FILE, NO_FILE),
    (
        "withdraw-claim",
        &[],
        my_powers("/me/organisations?withdrawn"),
        my_powers("/me/organisations?withdrawn"),
    ),
    (
        "staff/save-organisation",
        &[("f[kind]", "charity")],
        moderators(To("/staff/organisations#errors")),
        moderators_there(To("/staff/organisations#errors")),
    ),
    (
        "staff/remove-organisation",
        &[("no", "9")],
        moderators(To("/staff/organisations?removed")),
        moderators_there(To("/staff/organisations?removed")),
    ),
    (
        "staff/revoke-power",
        &[
            ("no", "1"),
            ("person", "11111111-1111-4111-8111-111111111111"),
        ],
        moderators(To("/staff/organisations/1?revoked")),
        moderators_there(To("/staff/organisations/1?revoked")),
    ),
    (
        "staff/take-offer-back",
        &[
            ("no", "1"),
            ("person", "11111111-1111-4111-8111-111111111111"),
            ("ends", "1"),
        ],
        moderators(To("/staff/organisations/1?back")),
        moderators_there(To("/staff/organisations/1?back")),
    ),
    (
        "staff/confirm-power",
        &[
            ("person", "11111111-1111-4111-8111-111111111111"),
            ("sent", "1"),
        ],
        moderators(CLAIM_GONE),
        moderators_there(CLAIM_GONE),
    ),
    (
        "staff/refuse-power",
        &[
            ("person", "11111111-1111-4111-8111-111111111111"),
            ("sent", "1"),
        ],
        moderators(CLAIM_GONE),
        moderators_there(CLAIM_GONE),
    ),
    // For nothing that there is.
    (
        "passkey-question",
        &[("purpose", "none")],
        all(Status(400)),
        all(Status(400)),
    ),
    ("add-passkey", &[("back", "/me")], NO_PASSKEY, NO_PASSKEY),
    (
        "enter-by-passkey",
        &[("back", "/")],
        all(To("/sign-in?error=passkey&return=/")),
        all(To("/sign-in?error=passkey&return=/")),
    ),
    (
        "remove-passkey",
        &[("passkey", "11111111-1111-4111-8111-111111111111")],
        MY_PASSKEY_GONE,
        MY_PASSKEY_GONE,
    ),
    (
        "confirm-by-passkey",
        &[("back", "/staff")],
        [
            Status(401),
            Status(403),
            To("/second-factor?return=/staff&passkey=not-good"),
            Status(403),
        ],
        [
            Status(401),
            Status(403),
            Status(403),
            To("/second-factor?return=/staff&passkey=not-good"),
        ],
    ),
    // A correction without a reason: told with the form.
    (
        "staff/correct-description",
        &[("poll", "1"), ("version", "1"), ("description_uk", "Опис")],
        [
            Status(401),
            Status(403),
            To("/staff/polls/1?kept#correction"),
            Status(403),
        ],
        DESK_FORM_NO_POLL,
    ),
    (
        "staff/create-poll",
        &[
            ("id", "11111111-1111-4111-8111-111111111111"),
            ("f[title_uk]", "Нове"),
            ("f[title_en]", ""),
        ],
        [
            Status(401),
            Status(403),
            To("/staff/polls/5/edit"),
            Status(403),
        ],
        [
            Status(401),
            Status(403),
            Status(403),
            To("/staff/polls/1/edit"),
        ],
    ),
    // № 3 has no term yet: its desk says so.
    (
        "staff/publish",
        &[("poll", "3"), ("version", "1")],
        [
            Status(401),
            Status(403),
            To("/staff/polls/3#publish"),
            Status(403),
        ],
        DESK_FORM_NO_POLL,
    ),
    // A form that lacks most fields: kept as it was sent, and explained.
    (
        "staff/save-poll",
        &[
            ("poll", "3"),
            ("version", "1"),
            ("act", "save"),
            ("f[title_uk]", "Назва"),
        ],
        [
            Status(401),
            Status(403),
            To("/staff/polls/3/edit#unsaved"),
            Status(403),
        ],
        DESK_FORM_NO_POLL,
    ),
    // It is a draft.
    (
        "staff/close-early",
        &[("poll", "3"), ("version", "1")],
        [
            Status(401),
            Status(403),
            To("/staff/polls/3?not-open"),
            Status(403),
        ],
        DESK_FORM_NO_POLL,
    ),
    // Nothing was chosen: the page says so.
    (
        "staff/set-picture",
        &[
            ("poll", "3"),
            ("version", "1"),
            ("question", "1"),
            ("option", "2"),
        ],
        [
            Status(401),
            Status(403),
            To("/staff/polls/3/pictures/1/2#errors"),
            Status(403),
        ],
        DESK_FORM_NO_POLL,
    ),
    (
        "staff/save-settings",
        &[("version", "1"), ("f[name_uk]", "Моя громада")],
        SETTINGS_FORM,
        SETTINGS_FORM,
    ),
    (
        "staff/save-district",
        &[("version", "1"), ("f[name_uk]", "Бехівський")],
        SETTINGS_FORM,
        SETTINGS_FORM,
    ),
    (
        "staff/remove-district",
        &[("no", "1"), ("version", "1")],
        SETTINGS_FORM,
        SETTINGS_FORM,
    ),
    (
        "staff/set-logo",
        &[("version", "1"), ("act", "remove")],
        SETTINGS_FORM,
        SETTINGS_FORM,
    ),
    (
        "staff/find-person",
        &[("f[kind]", "rnokpp"), ("f[number]", "3081802366")],
        SETTINGS_FORM,
        SETTINGS_FORM,
    ),
    (
        "staff/record-person",
        &[("f[kind]", "rnokpp"), ("f[number]", "3081802366")],
        SETTINGS_FORM,
        SETTINGS_FORM,
    ),
    (
        "staff/add-document",
        &[
            ("person", "11111111-1111-4111-8111-111111111111"),
            ("f[number]", "3081802366"),
        ],
        SETTINGS_FORM,
        SETTINGS_FORM,
    ),
    (
        "staff/end-resident-sessions",
        &[("person", "11111111-1111-4111-8111-111111111111")],
        SETTINGS_FORM,
        SETTINGS_FORM,
    ),
    (
        "staff/agree-residence",
        &[
            ("person", "11111111-1111-4111-8111-111111111111"),
            ("at", "1"),
        ],
        SETTINGS_FORM,
        SETTINGS_FORM,
    ),
    (
        "staff/drop-residence",
        &[
            ("person", "11111111-1111-4111-8111-111111111111"),
            ("at", "1"),
        ],
        SETTINGS_FORM,
        SETTINGS_FORM,
    ),
    (
        "staff/clear-second-key",
        &[
            ("person", "11111111-1111-4111-8111-111111111111"),
            ("f[confirm]", "on"),
        ],
        SETTINGS_FORM,
        SETTINGS_FORM,
    ),
    (
        "staff/confirm-residence",
        &[
            ("person", "11111111-1111-4111-8111-111111111111"),
            ("f[evidence]", "passport_stamp"),
        ],
        SETTINGS_FORM,
        SETTINGS_FORM,
    ),
    (
        "staff/withdraw-residence",
        &[("person", "11111111-1111-4111-8111-111111111111")],
        SETTINGS_FORM,
        SETTINGS_FORM,
    ),
    (
        "staff/refuse-residence",
        &[("person", "11111111-1111-4111-8111-111111111111")],
        SETTINGS_FORM,
        SETTINGS_FORM,
    ),
    (
        "staff/decide-case",
        &[
            ("case", "11111111-1111-4111-8111-111111111111"),
            ("decision", "left_as_it_is"),
        ],
        SETTINGS_FORM,
        SETTINGS_FORM,
    ),
    (
        "staff/open-paper-batch",
        &[("poll", "1")],
        SETTINGS_FORM,
        SETTINGS_FORM,
    ),
    (
        "staff/enter-paper",
        &[("batch", "1"), ("f[number]", "3081802366")],
        SETTINGS_FORM,
        SETTINGS_FORM,
    ),
    (
        "staff/attach-paper-scan",
        &[("batch", "1"), ("form", "1")],
        SETTINGS_FORM,
        SETTINGS_FORM,
    ),
    (
        "staff/take-out-paper",
        &[("batch", "1"), ("form", "1")],
        SETTINGS_FORM,
        SETTINGS_FORM,
    ),
    (
        "staff/cast-paper",
        &[("batch", "1")],
        SETTINGS_FORM,
        SETTINGS_FORM,
    ),
    (
        "staff/invite",
        &[("f[role]", "editor"), ("f[label]", "Олена")],
        SETTINGS_FORM,
        SETTINGS_FORM,
    ),
    (
        "staff/withdraw-invitation",
        &[("invitation", "11111111-1111-4111-8111-111111111111")],
        SETTINGS_FORM,
        SETTINGS_FORM,
    ),
    (
        "staff/second-invitation",
        &[
            ("invitation", "11111111-1111-4111-8111-111111111111"),
            ("agrees", "yes"),
        ],
        SETTINGS_FORM,
        SETTINGS_FORM,
    ),
    (
        "staff/review-role",
        &[
            ("person", "11111111-1111-4111-8111-111111111111"),
            ("role", "editor"),
        ],
        SETTINGS_FORM,
        SETTINGS_FORM,
    ),
    (
        "staff/revoke-role",
        &[
            ("person", "11111111-1111-4111-8111-111111111111"),
            ("role", "editor"),
        ],
        SETTINGS_FORM,
        SETTINGS_FORM,
    ),
    (
        "staff/reset-second-factor",
        &[("person", "11111111-1111-4111-8111-111111111111")],
        SETTINGS_FORM,
        SETTINGS_FORM,
    ),
    (
        "staff/end-sessions",
        &[("person", "11111111-1111-4111-8111-111111111111")],
        SETTINGS_FORM,
        SETTINGS_FORM,
    ),
    // No code of an app, and nothing that was set up.
    (
        "set-second-factor",
        &[("code", "000000"), ("back", "/staff")],
        SECOND_STEP,
        SECOND_STEP_THERE,
    ),
    (
        "pass-second-factor",
        &[("code", "000000"), ("back", "/staff")],
        [
            Status(401),
            Status(403),
            To("/second-factor?return=/staff&used#errors"),
            Status(403),
        ],
        [
            Status(401),
            Status(403),
            Status(403),
            To("/second-factor?return=/staff&used#errors"),
        ],
    ),
    (
        "renew-recovery-codes",
        &[("code", "000000"), ("back", "/staff")],
        [
            Status(401),
            Status(403),
            To("/second-factor?return=/staff&used#errors"),
            Status(403),
        ],
        [
            Status(401),
            Status(403),
            Status(403),
            To("/second-factor?return=/staff&used#errors"),
        ],
    ),
    (
        "hide-recovery-codes",
        &[("back", "/staff")],
        [Status(401), Status(403), To("/staff"), Status(403)],
        [Status(401), Status(403), Status(403), To("/staff")],
    ),
    // Without a link there is nothing to accept.
    (
        "accept-invitation",
        &[],
        [Status(401), To("/invite"), To("/invite"), To("/invite")],
        [Status(401), To("/invite"), To("/invite"), To("/invite")],
    ),
    // A handle that is nobody's, or not theirs, ends nothing: `my_page` tries.
    (
        "end-session",
        &[("session", "0123456789abcdef0123")],
        MY_SESSIONS,
        MY_SESSIONS,
    ),
    (
        "end-other-sessions",
        &[],
        MY_OTHER_SESSIONS,
        MY_OTHER_SESSIONS,
    ),
    (
        "sign-out-everywhere",
        &[],
        SIGNED_OUT_EVERYWHERE,
        SIGNED_OUT_EVERYWHERE,
    ),
    (
        "sign-out",
        &[],
        all(To("/sign-in?out")),
        all(To("/sign-in?out")),
    ),
];

/// Which right each page and each function of the desk asks for. `access_by_role` tries every role on each of them, and fails for one
/// that is missing here.
pub const RIGHTS: &[(&str, Right)] = &[
    ("/staff", Right::SeeDesk),
    ("/staff/turnout/events", Right::SeeDesk),
    ("/staff/polls", Right::SeeDesk),
    ("/staff/polls/new", Right::WritePolls),
    ("/staff/polls/:number", Right::SeeDesk),
    ("/staff/polls/:number/edit", Right::WritePolls),
    ("/staff/polls/:number/preview", Right::SeeDesk),
    ("/staff/polls/:number/preview/page", Right::SeeDesk),
    (
        "/staff/polls/:number/pictures/:question/:option",
        Right::WritePolls,
    ),
    ("/staff/journal", Right::ReadJournal),
    ("/staff/settings", Right::SetUpCommunity),
    ("/staff/districts", Right::SetUpCommunity),
    ("/staff/districts/:no", Right::SetUpCommunity),
    ("/staff/sign-ins", Right::WatchSignIns),
    ("/staff/team", Right::ManageTeam),
    ("/staff/people", Right::HandlePeople),
    ("/staff/people/new", Right::HandlePeople),
    ("/staff/people/:id", Right::HandlePeople),
    ("/staff/people/cases/:id", Right::DecideCases),
    ("/staff/people/{id}/document", Right::HandlePeople),
    ("/staff/organisations", Right::HandleOrganisations),
    ("/staff/organisations/:no", Right::HandleOrganisations),
    (
        "/staff/organisations/claims/:id",
        Right::HandleOrganisations,
    ),
    (
        "/staff/organisations/claims/{id}/document",
        Right::HandleOrganisations,
    ),
    ("staff/save-organisation", Right::HandleOrganisations),
    ("staff/remove-organisation", Right::HandleOrganisations),
    ("staff/revoke-power", Right::HandleOrganisations),
    ("staff/take-offer-back", Right::HandleOrganisations),
    ("staff/confirm-power", Right::HandleOrganisations),
    ("staff/refuse-power", Right::HandleOrganisations),
    ("/staff/paper", Right::RecordPaper),
    ("/staff/paper/:batch", Right::RecordPaper),
    ("/staff/paper/:batch/enter", Right::RecordPaper),
    ("/staff/paper/:batch/:form", Right::RecordPaper),
    ("/staff/paper/{batch}/{form}/scan", Right::RecordPaper),
    ("staff/open-paper-batch", Right::RecordPaper),
    ("staff/enter-paper", Right::RecordPaper),
    ("staff/paper-scan", Right::RecordPaper),
    ("staff/attach-paper-scan", Right::RecordPaper),
    ("staff/take-out-paper", Right::RecordPaper),
    ("staff/cast-paper", Right::RecordPaper),
    ("staff/create-poll", Right::WritePolls),
    ("staff/save-poll", Right::WritePolls),
    ("staff/set-picture", Right::WritePolls),
    ("staff/option-picture", Right::WritePolls),
    ("staff/correct-description", Right::PublishPolls),
    ("staff/publish", Right::PublishPolls),
    ("staff/close-early", Right::PublishPolls),
    ("staff/save-settings", Right::SetUpCommunity),
    ("staff/save-district", Right::SetUpCommunity),
    ("staff/remove-district", Right::SetUpCommunity),
    ("staff/set-logo", Right::SetUpCommunity),
    ("staff/logo", Right::SetUpCommunity),
    ("staff/find-person", Right::HandlePeople),
    ("staff/record-person", Right::HandlePeople),
    ("staff/add-document", Right::HandlePeople),
    ("staff/clear-second-key", Right::HandlePeople),
    ("staff/confirm-residence", Right::HandlePeople),
    ("staff/end-resident-sessions", Right::HandlePeople),
    ("staff/agree-residence", Right::HandlePeople),
    ("staff/drop-residence", Right::HandlePeople),
    ("staff/withdraw-residence", Right::HandlePeople),
    ("staff/refuse-residence", Right::HandlePeople),
    ("staff/decide-case", Right::DecideCases),
    ("staff/invite", Right::ManageTeam),
    ("staff/withdraw-invitation", Right::ManageTeam),
    ("staff/second-invitation", Right::ManageTeam),
    ("staff/reset-second-factor", Right::ManageTeam),
    ("staff/end-sessions", Right::ManageTeam),
    ("staff/review-role", Right::ManageTeam),
    ("staff/revoke-role", Right::ManageTeam),
];

/// The server's own routes; everything else is a page.
pub const FIXED_ROUTES: &[&str] = &[
    "/do/{*function}",
    "/do/staff/option-picture",
    "/do/staff/logo",
    "/do/send-residence-document",
    "/do/send-organisation-document",
    "/staff/people/{id}/document",
    "/staff/organisations/claims/{id}/document",
    "/do/staff/paper-scan",
    "/staff/paper/{batch}/{form}/scan",
    "/brand/{action}/{now}",
    "/pictures/{hash}",
    "/auth/callback",
    "/auth/ticket",
    "/polls/{number}/results.csv",
    "/polls/{number}/deadline.ics",
    "/polls/{number}/qr.svg",
    "/polls/{number}/card.png",
    "/me/data.json",
    "/embed/v1.js",
    "/embed/oembed.json",
    "/staff/turnout/events",
    "/pkg/{file}",
    "/favicon.svg",
    "/apple-touch-icon.png",
    "/robots.txt",
    "/healthz",
    "/readyz",
];
