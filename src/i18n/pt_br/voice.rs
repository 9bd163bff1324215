//! Words of voice notes, in Portuguese.

use crate::i18n::messages::voice::VoiceMessages;

pub(super) const VOICE: VoiceMessages = VoiceMessages {
    record: "Gravar mensagem de voz",
    asking: "Permita o uso do microfone na pergunta do navegador.",
    recording: "Gravando",
    nearly_over: "Gravando. Falta menos de um minuto para o limite de 15 minutos.",
    stop_and_send: "Parar e enviar",
    cancel_recording: "Cancelar gravação",
    finishing: "Preparando o áudio…",
    recording_for: |name| format!("Gravando para {name}"),
    not_sent_for: |name| format!("Há um áudio não enviado para {name}"),

    recover: |length| format!("Recuperar áudio de {length}?"),
    recover_unmeasured: "Recuperar áudio?",
    listen: "Ouvir",
    stop_listening: "Parar",
    send: "Enviar",
    discard: "Descartar",
    given_up: "Gravação cancelada.",
    undo: "Desfazer",

    denied: "O microfone está bloqueado para esta página. Clique no cadeado ao lado do endereço, permita o microfone e grave de novo.",
    no_microphone: "Nenhum microfone foi encontrado. Conecte um e grave de novo.",
    busy: "Outro programa está usando o microfone. Feche-o e grave de novo.",
    unsupported: "Este navegador não grava áudio aqui. Atualize-o, ou abra o PerfectChat por um endereço https.",
    device_gone: "O microfone foi desconectado. O que já estava gravado foi guardado.",
    page_hidden: "A gravação parou porque a página saiu da tela. O que já estava gravado foi guardado.",
    limit: "A gravação chegou ao limite de 15 minutos e foi guardada.",
    storage_full: "Este aparelho está sem espaço. O que já estava gravado foi guardado: envie ou descarte.",
    broke: "A gravação parou por um erro do navegador. O que já estava gravado foi guardado.",
    too_short: "Nada foi gravado. Fale por pelo menos um segundo antes de parar.",
    cannot_send: "O WhatsApp não aceita o que este navegador gravou. Use outro navegador, ou escreva.",

    sent_as_audio: "Este navegador não grava no formato das mensagens de voz: foi enviado como áudio comum.",
    cancelled: "Áudio cancelado. Não foi enviado.",
    failed_cancel: "O envio não foi cancelado.",
    held: |seconds| format!("Sai em {seconds} s"),
    hold_over: "Saindo…",
    already_sent: "A mensagem já saiu.",
    refused: "O arquivo não é uma mensagem de voz que o WhatsApp aceita. Grave de novo, ou anexe-o como áudio.",
    delete_with_customer: "O cliente ainda pode ver este áudio: o WhatsApp não deixa apagá-lo para ele. Aqui o conteúdo é apagado para toda a equipe e fica uma linha com o seu nome.",

    play: "Ouvir",
    pause: "Pausar",
    place: "Posição no áudio",
    place_of: |place, length| format!("{place} de {length}"),
    speed: |factor| format!("Velocidade: {factor}×"),
    played: "Ouvida",
    not_played: "Ainda não ouvida",
    cannot_play: "Este navegador não consegue tocar este áudio. Baixe-o para ouvir.",
};
