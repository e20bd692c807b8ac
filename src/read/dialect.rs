//! Which platform's export a grid is.

use crate::fold::unaccented;
pub use crate::read::layout::{Layout, lay_out};

/// A platform whose exports are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Dialect {
    /// None of the known ones: one header record, then data.
    Generic,
    /// Excel with Spanish settings: semicolons, Windows-1252, decimal commas.
    ExcelEs,
    /// Qualtrics: names, question texts and import ids before the data.
    Qualtrics,
    /// SurveyMonkey: questions, and under them the options.
    SurveyMonkey,
    /// Google Forms, from the form or through a spreadsheet.
    GoogleForms,
    /// Typeform.
    Typeform,
    /// Microsoft Forms.
    MicrosoftForms,
    /// LimeSurvey, with codes or questions as headers.
    LimeSurvey,
    /// KoboToolbox, with or without a row of HXL tags.
    KoboToolbox,
    /// Zendesk tickets.
    Zendesk,
    /// Intercom conversation ratings.
    Intercom,
    /// Google Play Console reviews.
    GooglePlay,
    /// Trustpilot reviews.
    Trustpilot,
}

/// What the answer to a form is accompanied by, folded; no questions.
const FORM_METADATA: &[&str] = &[
    "#",
    "anonymous",
    "apellido",
    "apellidos",
    "completion time",
    "correo electronico",
    "direccion de correo electronico",
    "direccion ip",
    "email",
    "email address",
    "ending",
    "fecha de envio",
    "first name",
    "hora de finalizacion",
    "hora de inicio",
    "hora de la ultima modificacion",
    "id",
    "id de respuesta",
    "ip address",
    "language",
    "last modified time",
    "last name",
    "last page",
    "lenguaje inicial",
    "marca temporal",
    "name",
    "network id",
    "nombre",
    "nombre de usuario",
    "puntos totales",
    "puntuacion",
    "quiz feedback",
    "response id",
    "response type",
    "score",
    "seed",
    "semilla",
    "stage date (utc)",
    "start date (utc)",
    "start language",
    "start time",
    "submit date (utc)",
    "date submitted",
    "date started",
    "date last action",
    "fecha de inicio",
    "fecha de la ultima accion",
    "referrer url",
    "tags",
    "timestamp",
    "total points",
    "total time",
    "tiempo total",
    "ultima pagina",
    "username",
];

/// How headers start, folded, under which the company answers the customer.
const REPLIES: &[&str] = &[
    "agent reply",
    "agent response",
    "business reply",
    "business response",
    "company reply",
    "company response",
    "contestacion de la empresa",
    "developer reply",
    "developer response",
    "merchant reply",
    "owner reply",
    "owner response",
    "reply from owner",
    "reply from the owner",
    "response from owner",
    "response from the owner",
    "respuesta de la compania",
    "respuesta de la empresa",
    "respuesta de la marca",
    "respuesta de la tienda",
    "respuesta del agente",
    "respuesta del desarrollador",
    "respuesta del establecimiento",
    "respuesta del hotel",
    "respuesta del negocio",
    "respuesta del propietario",
    "respuesta del restaurante",
    "respuesta del vendedor",
    "seller reply",
    "seller response",
];

impl Dialect {
    /// Every dialect.
    pub const ALL: &[Dialect] = &[
        Self::Generic,
        Self::ExcelEs,
        Self::Qualtrics,
        Self::SurveyMonkey,
        Self::GoogleForms,
        Self::Typeform,
        Self::MicrosoftForms,
        Self::LimeSurvey,
        Self::KoboToolbox,
        Self::Zendesk,
        Self::Intercom,
        Self::GooglePlay,
        Self::Trustpilot,
    ];

    /// The dialect's name on the command line and in messages.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Generic => "generic",
            Self::ExcelEs => "excel-es",
            Self::Qualtrics => "qualtrics",
            Self::SurveyMonkey => "surveymonkey",
            Self::GoogleForms => "google-forms",
            Self::Typeform => "typeform",
            Self::MicrosoftForms => "microsoft-forms",
            Self::LimeSurvey => "limesurvey",
            Self::KoboToolbox => "kobotoolbox",
            Self::Zendesk => "zendesk",
            Self::Intercom => "intercom",
            Self::GooglePlay => "google-play",
            Self::Trustpilot => "trustpilot",
        }
    }

    /// The dialect of a name; letter case, hyphens and spaces do not matter.
    pub fn parse(name: &str) -> Option<Self> {
        let bare = |name: &str| name.to_lowercase().replace(['-', '_', ' '], "");
        Self::ALL.iter().copied().find(|dialect| bare(dialect.name()) == bare(name))
    }

    /// The headers, folded, under which this platform keeps what customers wrote, the weightiest first.
    pub const fn known_text_headers(self) -> &'static [&'static str] {
        match self {
            Self::GooglePlay => &["review text", "review title"],
            Self::Trustpilot => &["review content", "review title"],
            Self::Intercom => &["conversation rating remark"],
            Self::Zendesk => &["satisfaction comment", "description", "subject"],
            _ => &[],
        }
    }

    /// Whether a column holds what the company answered, not what a customer wrote.
    pub fn is_reply(self, header: &str) -> bool {
        let header = fold(header);
        REPLIES.iter().any(|reply| header.starts_with(reply))
            || (self == Self::MicrosoftForms
                && ["feedback - ", "comentarios - "].iter().any(|start| header.starts_with(start)))
    }

    /// Whether a column holds what the platform notes about an answer, not an answer.
    pub(crate) fn is_metadata(self, header: &str) -> bool {
        let header = fold(header);
        match self {
            Self::Qualtrics => is_qualtrics_metadata(&header),
            Self::SurveyMonkey => is_surveymonkey_metadata(&header),
            Self::KoboToolbox => {
                header.starts_with('_') || header.starts_with("meta/") || matches!(&*header, "start" | "end" | "today")
            }
            Self::MicrosoftForms => {
                FORM_METADATA.contains(&&*header)
                    || ["points - ", "puntos - ", "feedback - ", "comentarios - "]
                        .iter()
                        .any(|start| header.starts_with(start))
            }
            _ => FORM_METADATA.contains(&&*header),
        }
    }

    /// The dialect of a header record, where it is one of a known platform. `under`: the record behind it.
    pub(crate) fn detect(header: &[String], under: Option<&[String]>) -> Option<Self> {
        let headers = Headers(header.iter().map(|name| fold(name)).collect());
        if headers.is_qualtrics() || under.is_some_and(|under| is_legacy_qualtrics(&headers, under)) {
            Some(Self::Qualtrics)
        } else if headers.is_surveymonkey() {
            Some(Self::SurveyMonkey)
        } else if headers.is_google_play() {
            Some(Self::GooglePlay)
        } else if headers.is_trustpilot() {
            Some(Self::Trustpilot)
        } else if headers.is_intercom() {
            Some(Self::Intercom)
        } else if headers.is_zendesk() {
            Some(Self::Zendesk)
        } else if headers.is_typeform() {
            Some(Self::Typeform)
        } else if headers.is_microsoft_forms() {
            Some(Self::MicrosoftForms)
        } else if headers.is_limesurvey() {
            Some(Self::LimeSurvey)
        } else if headers.is_kobotoolbox() {
            Some(Self::KoboToolbox)
        } else if headers.is_google_forms() {
            Some(Self::GoogleForms)
        } else {
            None
        }
    }
}

/// A header for comparison: without accents, letter case, markup of space, or a byte order mark.
pub(crate) fn fold(header: &str) -> String {
    let bare: String = unaccented(header.chars()).filter(|&character| character != '\u{FEFF}').collect();
    bare.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Folded headers.
struct Headers(Vec<String>);

impl Headers {
    fn any(&self, names: &[&str]) -> bool {
        names.iter().any(|name| self.0.iter().any(|header| header == name))
    }

    fn count(&self, names: &[&str]) -> usize {
        names.iter().filter(|&&name| self.any(&[name])).count()
    }

    fn starts(&self, start: &str) -> bool {
        self.0.iter().any(|header| header.starts_with(start))
    }

    fn is_qualtrics(&self) -> bool {
        let marks = [
            "startdate",
            "enddate",
            "recordeddate",
            "responseid",
            "responseset",
            "ipaddress",
            "duration (in seconds)",
            "distributionchannel",
            "userlanguage",
            "recipientemail",
            "recipientlastname",
            "externalreference",
            "externaldatareference",
            "locationlatitude",
        ];
        self.any(&["responseid"]) && self.count(&marks) >= 3
    }

    fn is_surveymonkey(&self) -> bool {
        let respondent = [
            "respondent id",
            "respondent_id",
            "id del encuestado",
            "id de encuestado",
            "identificador del encuestado",
            "id. de encuestado",
        ];
        let collector = [
            "collector id",
            "collector_id",
            "id del recopilador",
            "id de recopilador",
            "identificador del recopilador",
            "id. de recopilador",
        ];
        self.any(&respondent) && self.any(&collector)
    }

    fn is_google_play(&self) -> bool {
        let marks = ["package name", "reviewer language", "review text", "developer reply text", "review link"];
        self.any(&["star rating"]) && self.count(&marks) >= 2
    }

    fn is_trustpilot(&self) -> bool {
        let marks = [
            "business unit id",
            "company reply date (utc)",
            "company response",
            "domain url",
            "business reply date (utc)",
            "review consumer user id",
            "review created (utc)",
            "review stars",
            "source of review",
            "webshop name",
        ];
        self.any(&["review content", "review title"]) && self.count(&marks) >= 2
    }

    fn is_intercom(&self) -> bool {
        self.any(&["conversation id"]) && (self.starts("conversation rating") || self.starts("conversation started at"))
    }

    fn is_zendesk(&self) -> bool {
        let marks = [
            "summation column",
            "requester",
            "requester id",
            "requester email",
            "submitter",
            "assignee",
            "ticket type",
            "satisfaction score",
            "group stations",
            "assignee stations",
            "solved at",
        ];
        self.count(&marks) >= 3
    }

    fn is_typeform(&self) -> bool {
        let dates = ["submit date (utc)", "start date (utc)"];
        self.any(&dates) && self.any(&["#", "network id", "response type"])
    }

    fn is_microsoft_forms(&self) -> bool {
        (self.any(&["start time"]) && self.any(&["completion time"]))
            || (self.any(&["hora de inicio"]) && self.any(&["hora de finalizacion"]))
    }

    fn is_limesurvey(&self) -> bool {
        self.count(&["submitdate", "lastpage", "startlanguage", "datestamp", "seed"]) >= 2
            || self.count(&["response id", "date submitted", "last page", "start language"]) >= 3
            || self.count(&["id de respuesta", "fecha de envio", "ultima pagina", "lenguaje inicial"]) >= 3
    }

    fn is_kobotoolbox(&self) -> bool {
        let marks = ["_id", "_uuid", "_submission_time", "_validation_status", "_submitted_by", "_index"];
        self.count(&marks) >= 2 && self.any(&["_uuid", "_submission_time", "_validation_status"])
    }

    fn is_google_forms(&self) -> bool {
        let Some((first, others)) = self.0.split_first() else { return false };
        first == "marca temporal"
            || (first == "timestamp" && others.iter().any(|header| header.contains('?') || header.contains('¿')))
    }
}

fn is_qualtrics_metadata(header: &str) -> bool {
    matches!(
        header,
        "startdate"
            | "enddate"
            | "status"
            | "ipaddress"
            | "progress"
            | "duration (in seconds)"
            | "finished"
            | "recordeddate"
            | "responseid"
            | "responseset"
            | "name"
            | "emailaddress"
            | "externaldatareference"
            | "recipientlastname"
            | "recipientfirstname"
            | "recipientemail"
            | "externalreference"
            | "locationlatitude"
            | "locationlongitude"
            | "distributionchannel"
            | "userlanguage"
    )
}

fn is_surveymonkey_metadata(header: &str) -> bool {
    let starts = ["custom data", "custom_", "datos personalizados", "dato personalizado"];
    matches!(
        header,
        "respondent id"
            | "respondent_id"
            | "collector id"
            | "collector_id"
            | "start date"
            | "end date"
            | "date created"
            | "date modified"
            | "date_created"
            | "date_modified"
            | "ip address"
            | "ip_address"
            | "email address"
            | "email_address"
            | "first name"
            | "first_name"
            | "last name"
            | "last_name"
            | "language"
            | "idioma"
            | "id del encuestado"
            | "id de encuestado"
            | "id. de encuestado"
            | "identificador del encuestado"
            | "id del recopilador"
            | "id de recopilador"
            | "id. de recopilador"
            | "identificador del recopilador"
            | "fecha de inicio"
            | "fecha de finalizacion"
            | "direccion ip"
            | "direccion de correo electronico"
            | "correo electronico"
            | "nombre"
            | "apellido"
            | "apellidos"
    ) || starts.iter().any(|start| header.starts_with(start))
}

/// The old Qualtrics export: `V1`, `V2`, … and under them what these are.
fn is_legacy_qualtrics(headers: &Headers, under: &[String]) -> bool {
    let numbered = |header: &&String| {
        header.strip_prefix('v').is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit()))
    };
    let under = Headers(under.iter().map(|name| fold(name)).collect());
    headers.0.iter().filter(numbered).count() >= 3
        && under.any(&["responseid"])
        && under.any(&["responseset", "ipaddress", "startdate"])
}
