//! The files that customers send in the sample: drawn, spoken (the speech of `tests/fixtures/voice`) and written for it. The film has no
//! sound. They are small, because the simulator keeps them beside what it knows.

/// A file and what Meta says it is.
pub struct SampleFile {
    name: &'static str,
    /// With its parameters.
    pub mime_type: &'static str,
    /// All of it.
    pub bytes: &'static [u8],
}

static FILES: [SampleFile; 11] = [
    SampleFile {
        name: "bolo-15-anos.jpg",
        mime_type: "image/jpeg",
        bytes: include_bytes!("files/bolo-15-anos.jpg"),
    },
    SampleFile {
        name: "bolo-de-flores.jpg",
        mime_type: "image/jpeg",
        bytes: include_bytes!("files/bolo-de-flores.jpg"),
    },
    SampleFile {
        name: "mesa.jpg",
        mime_type: "image/jpeg",
        bytes: include_bytes!("files/mesa.jpg"),
    },
    SampleFile {
        name: "torta.jpg",
        mime_type: "image/jpeg",
        bytes: include_bytes!("files/torta.jpg"),
    },
    SampleFile {
        name: "cobertura.mp4",
        mime_type: "video/mp4",
        bytes: include_bytes!("files/cobertura.mp4"),
    },
    SampleFile {
        name: "recado.ogg",
        mime_type: "audio/ogg; codecs=opus",
        bytes: include_bytes!("../../crates/simulator/assets/sample-voice.ogg"),
    },
    SampleFile {
        name: "recado.mp3",
        mime_type: "audio/mpeg",
        bytes: include_bytes!("files/recado.mp3"),
    },
    SampleFile {
        name: "figurinha.webp",
        mime_type: "image/webp",
        bytes: include_bytes!("files/figurinha.webp"),
    },
    SampleFile {
        name: "comprovante.pdf",
        mime_type: "application/pdf",
        bytes: include_bytes!("files/comprovante.pdf"),
    },
    SampleFile {
        name: "orcamento.pdf",
        mime_type: "application/pdf",
        bytes: include_bytes!("files/orcamento.pdf"),
    },
    SampleFile {
        name: "convidados.xlsx",
        mime_type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        bytes: include_bytes!("files/convidados.xlsx"),
    },
];

/// The file of this name.
pub fn named(name: &str) -> Option<&'static SampleFile> {
    FILES.iter().find(|file| file.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_file_is_what_it_is_said_to_be() {
        for file in &FILES {
            assert_eq!(
                media::honest_type(file.mime_type, file.bytes),
                file.mime_type,
                "{}",
                file.name
            );
        }
    }

    #[test]
    fn all_of_them_together_are_small() {
        let bytes: usize = FILES.iter().map(|file| file.bytes.len()).sum();
        assert!(bytes < 300_000, "{bytes}");
    }
}
