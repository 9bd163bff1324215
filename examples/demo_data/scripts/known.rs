//! What the team has written of some customers: how far it is with them, where they come from, groups, notes.

use super::Agent::{Bruno, Carla};
use super::Number::{Events, School};
use super::{Agent, Customer, DAY, HOUR, Number};
use domain::entities::Stage;

/// What the team knows of one customer.
#[derive(Clone, Debug)]
pub struct Known {
    /// Who.
    pub customer: Customer,
    /// What the team calls them; empty: as WhatsApp does.
    pub called: &'static str,
    /// How far it is with them.
    pub stage: Stage,
    /// The name of where they come from; empty: as it was found.
    pub source: &'static str,
    /// The names of their groups.
    pub groups: &'static [&'static str],
    /// Who noted what, so many minutes ago, oldest first.
    pub notes: &'static [(Agent, i64, &'static str)],
}

/// The sources that the team has added.
pub const SOURCES: [&str; 2] = ["Instagram", "Google"];
/// The groups that the team has added.
pub const GROUPS: [&str; 3] = ["Turma de sábado", "Encomendas", "Empresas"];

/// Those of whom something is known, by the names and numbers of the main cast.
pub fn all_known() -> Vec<Known> {
    vec![
        Known {
            source: "Instagram",
            groups: &["Turma de sábado", "Indicação"],
            notes: &[
                (
                    Carla,
                    3 * DAY,
                    "Quer o curso de bolo de casamento. Avisar quando abrir a turma de dezembro.",
                ),
                (Bruno, HOUR, "Vai pagar no boleto. A mãe vem assistir, sem custo."),
            ],
            ..of("Mariana Albuquerque", "5511986372111", School, Stage::Qualified)
        },
        Known {
            groups: &["Empresas"],
            notes: &[(
                Bruno,
                2 * DAY,
                "Falar sempre com o síndico. Nota fiscal no CNPJ do condomínio.",
            )],
            ..of(
                "Condomínio Jardim das Acácias",
                "5511945671200",
                Events,
                Stage::InProgress,
            )
        },
        Known {
            source: "facebook",
            ..of("Rafael Teixeira", "5521987651234", School, Stage::Contacted)
        },
        Known {
            groups: &["Turma de sábado", "whatsapp-group"],
            ..of("Juliana Prado", "5531991234567", School, Stage::Closed)
        },
        Known {
            groups: &["Empresas", "Encomendas"],
            notes: &[(Carla, DAY, "Entrega só antes das 7h.")],
            ..of("Padaria Pão da Vila", "5511932104567", Events, Stage::InProgress)
        },
        Known {
            called: "Henrique Bastos (consultório)",
            source: "Google",
            groups: &["Encomendas"],
            ..of("Dr. Henrique Bastos", "5511977665544", Events, Stage::Qualified)
        },
        Known {
            groups: &["facebook-group"],
            ..of("Luciana Farias", "5585988112233", School, Stage::Contacted)
        },
        Known {
            groups: &["Empresas"],
            ..of("Auto Peças Marechal", "5541996543210", Events, Stage::Closed)
        },
    ]
}

/// Of whom nothing but the stage is known.
const fn of(name: &'static str, wa_id: &'static str, number: Number, stage: Stage) -> Known {
    Known {
        customer: Customer { name, wa_id, number },
        called: "",
        stage,
        source: "",
        groups: &[],
        notes: &[],
    }
}
