//! Words for sending a place or somebody's number, in Spanish.

use crate::i18n::messages::share::ShareMessages;

pub(super) const SHARE: ShareMessages = ShareMessages {
    files: "Fotos y archivos",

    location_title: "Enviar ubicación",
    location_looking: "Buscando dónde está este dispositivo…",
    location_found: |metres| format!("Lugar actual, con una precisión de {metres} m"),
    location_note: "El cliente recibe un mapa con el lugar donde está este dispositivo ahora.",
    location_refused: "El navegador no permitió ver dónde está este dispositivo. En los permisos del sitio, junto a la dirección de \
                       la página, permite la ubicación e inténtalo de nuevo.",
    location_unknown: "Este dispositivo no sabe dónde está. Comprueba que la ubicación esté activada e inténtalo de nuevo.",
    location_slow: "La ubicación tardó demasiado. Inténtalo de nuevo, si puedes cerca de una ventana.",
    location_send: "Enviar ubicación",

    contact_title: "Enviar contacto",
    contact_search: "Buscar por nombre o teléfono",
    contact_choose: "Contactos",
    contact_none: "No se encontró ningún contacto con teléfono.",
    contact_note: "El cliente recibe el nombre y el teléfono del contacto elegido.",
    contact_send: "Enviar contacto",
};
