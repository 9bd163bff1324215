//! A message's way in Brazilian Portuguese.

use crate::i18n::messages::delivery::{DetailsMessages, MetaMessages, Trouble, UnsupportedMessages};

pub(super) const DETAILS: DetailsMessages = DetailsMessages {
    options: "Opções da mensagem",
    rows_hint: "Use as setas para ir de mensagem em mensagem e Enter para as opções.",
    copied: "Mensagem copiada",
    details: "Detalhes",
    title: "Detalhes da mensagem",
    received: "Recebida",
    written: "Escrita",
    only_here: "Ainda está só neste aparelho. Sai assim que houver conexão com o servidor.",
    way: "Caminho",
    attempts: "Tentativas de envio",
    attempt: |number| format!("{number}ª tentativa"),
    no_attempt: "Ainda não foi entregue à Meta: aguarda a vez.",
    under_way: "Em andamento",
    accepted: "A Meta aceitou a mensagem.",
    later: "Não saiu agora, por um motivo que passa. O PerfectChat tenta de novo sozinho.",
    failed: "Não saiu.",
    unknown: "A Meta não respondeu a tempo. Não dá para saber se saiu.",
    token_refused: "A Meta recusou o acesso do número. A mensagem espera até ele ser reconectado.",
    other: "Resultado desconhecido por esta versão da tela.",
    of_attempt: |number| format!("{number}ª tentativa"),
    code: |code| format!("Código {code}"),
    meta_says: "A Meta diz, em inglês:",
    could_not_load: "Não foi possível carregar os detalhes.",
};

pub(super) const UNSUPPORTED: UnsupportedMessages = UnsupportedMessages {
    look_on_phone: "O WhatsApp não entrega este tipo a aplicativos de empresas. Peça ao cliente que escreva de outro jeito.",
    poll: "O cliente enviou uma enquete. O WhatsApp não entrega enquetes a aplicativos de empresas; pergunte por escrito.",
    event: "O cliente enviou um evento. O WhatsApp não entrega eventos a aplicativos de empresas; peça data e lugar por escrito.",
    view_once: "O cliente enviou uma mensagem de visualização única. Ela só abre no celular; peça que envie normalmente.",
    edit: "O cliente editou uma mensagem, e o WhatsApp não informou o texto novo.",
    too_large: "O arquivo do cliente passa de 100 MB ou não pôde ser baixado. Peça um arquivo menor.",
    only_on_phone: "Esta mensagem só aparece no WhatsApp Business do celular.",
};

pub(super) const META: MetaMessages = MetaMessages {
    no_reason: Trouble {
        what: "A Meta não respondeu ou não disse o motivo.",
        next: "Tente de novo em instantes. Se repetir, fale com um administrador.",
    },
    fault: Trouble {
        what: "O WhatsApp teve um erro interno.",
        next: "Tente de novo em alguns minutos.",
    },
    unavailable: Trouble {
        what: "O WhatsApp está fora do ar ou ocupado.",
        next: "Tente de novo em alguns minutos.",
    },
    maintenance: Trouble {
        what: "A Meta está fazendo manutenção neste número.",
        next: "Tente de novo em cinco minutos.",
    },
    token: Trouble {
        what: "O acesso deste número à Meta expirou ou não vale mais.",
        next: "Peça a um administrador que conecte o número de novo.",
    },
    permission: Trouble {
        what: "O acesso deste número à Meta não permite este envio.",
        next: "Peça a um administrador que confira as permissões do aplicativo na Meta.",
    },
    call_limit: Trouble {
        what: "A conta fez pedidos demais à Meta em pouco tempo.",
        next: "Espere uma hora e tente de novo.",
    },
    throughput: Trouble {
        what: "Este número está enviando rápido demais.",
        next: "Espere um minuto e tente de novo.",
    },
    pair_limit: Trouble {
        what: "Foram mensagens demais para este cliente em pouco tempo.",
        next: "Espere alguns minutos e tente de novo.",
    },
    spam_limit: Trouble {
        what: "O WhatsApp limitou este número, porque clientes o bloquearam ou denunciaram.",
        next: "Espere algumas horas e avise um administrador.",
    },
    wrong_categories: Trouble {
        what: "A Meta limitou a conta por modelos em categorias erradas.",
        next: "Avise um administrador: é preciso corrigir as categorias dos modelos.",
    },
    number_gone: Trouble {
        what: "Este número comercial não existe mais na Meta.",
        next: "Peça a um administrador que confira o número.",
    },
    registration: Trouble {
        what: "O registro deste número comercial no WhatsApp está incompleto ou foi perdido.",
        next: "Peça a um administrador que registre o número de novo.",
    },
    display_name: Trouble {
        what: "O nome de exibição deste número ainda não foi aprovado.",
        next: "Peça a um administrador que confira o nome na Meta.",
    },
    test_list: Trouble {
        what: "Este é um número de teste, e o cliente não está na lista de destinatários permitidos.",
        next: "Peça a um administrador que inclua o cliente na lista, ou use um número real.",
    },
    account_locked: Trouble {
        what: "A conta do WhatsApp está restrita ou bloqueada.",
        next: "Avise um administrador.",
    },
    policy: Trouble {
        what: "A Meta bloqueou a conta por causa de suas políticas.",
        next: "Avise um administrador.",
    },
    payment: Trouble {
        what: "Há um problema de pagamento ou de termos na conta da Meta.",
        next: "Peça a um administrador que confira a forma de pagamento.",
    },
    not_verified: Trouble {
        what: "A empresa ainda não foi verificada pela Meta.",
        next: "Peça a um administrador que conclua a verificação na Meta.",
    },
    window_closed: Trouble {
        what: "A janela de 24 horas já estava fechada.",
        next: "Envie um modelo, ou espere o cliente escrever.",
    },
    undeliverable: Trouble {
        what: "O WhatsApp não conseguiu entregar, e não diz por quê: o cliente pode não ter WhatsApp, usar uma versão antiga ou ter bloqueado o número.",
        next: "Confira o telefone e procure o cliente por outro meio.",
    },
    blocked_by_us: Trouble {
        what: "A empresa bloqueou este cliente.",
        next: "Desbloqueie o cliente antes de escrever.",
    },
    to_itself: Trouble {
        what: "O destinatário é o próprio número da empresa.",
        next: "Confira o telefone do contato.",
    },
    country: Trouble {
        what: "O WhatsApp não deixa este número escrever para o país do cliente.",
        next: "Procure o cliente por outro meio.",
    },
    experiment: Trouble {
        what: "A Meta não entregou: o cliente faz parte de um teste dela com mensagens de marketing.",
        next: "Não repita o modelo. Se o cliente escrever, você pode responder.",
    },
    marketing_cap: Trouble {
        what: "A Meta não entregou, para o cliente não receber marketing demais.",
        next: "Não repita antes de 24 horas. Se o cliente escrever, você pode responder.",
    },
    marketing_stopped: Trouble {
        what: "O cliente pediu para não receber mensagens de marketing.",
        next: "Não repita o modelo. Se o cliente escrever, você pode responder.",
    },
    marketing_off: Trouble {
        what: "Modelos de marketing estão desligados nesta conta.",
        next: "Peça a um administrador que confira a conta na Meta, ou use um modelo de utilidade.",
    },
    identity_changed: Trouble {
        what: "O cliente trocou de aparelho, ou o número passou para outra pessoa.",
        next: "Confirme com quem está falando antes de enviar dados pessoais.",
    },
    needs_number: Trouble {
        what: "Este tipo de mensagem não pode ir a um cliente conhecido só pelo nome de usuário.",
        next: "Peça o telefone ao cliente, ou envie outro tipo de mensagem.",
    },
    invalid: Trouble {
        what: "O WhatsApp não aceitou os dados desta mensagem.",
        next: "Escreva a mensagem de outro jeito. Se repetir, mostre os detalhes a um administrador.",
    },
    method: Trouble {
        what: "A Meta não aceita este pedido nesta conta.",
        next: "Mostre os detalhes a um administrador.",
    },
    kind_not_supported: Trouble {
        what: "O WhatsApp não aceita este tipo de mensagem.",
        next: "Envie o conteúdo de outra forma.",
    },
    their_file: Trouble {
        what: "O arquivo do cliente não pôde ser baixado ou passa de 100 MB.",
        next: "Peça ao cliente que envie de novo, em um arquivo menor.",
    },
    our_file: Trouble {
        what: "O WhatsApp não conseguiu usar o arquivo.",
        next: "Confira o formato e o tamanho e envie de novo.",
    },
    only_on_phone: Trouble {
        what: "Esta mensagem só aparece no WhatsApp Business do celular.",
        next: "Abra a conversa no celular da empresa.",
    },
    phone_sync: Trouble {
        what: "A sincronização com o WhatsApp Business do celular não está liberada.",
        next: "Mostre os detalhes a um administrador.",
    },
    template_missing: Trouble {
        what: "O modelo não existe neste idioma ou não está aprovado.",
        next: "Escolha outro modelo.",
    },
    template_data: Trouble {
        what: "Faltam dados do modelo, ou eles não têm o formato certo.",
        next: "Preencha os campos do modelo e envie de novo.",
    },
    template_too_long: Trouble {
        what: "O texto do modelo ficou longo demais depois de preenchido.",
        next: "Use textos mais curtos nos campos.",
    },
    template_policy: Trouble {
        what: "O texto do modelo vai contra uma política do WhatsApp.",
        next: "Escolha outro modelo e avise um administrador.",
    },
    template_paused: Trouble {
        what: "O modelo está pausado por baixa qualidade.",
        next: "Escolha outro modelo.",
    },
    template_disabled: Trouble {
        what: "A Meta desativou este modelo.",
        next: "Escolha outro modelo e avise um administrador.",
    },
    flow: Trouble {
        what: "O formulário (Flow) deste modelo está bloqueado ou limitado.",
        next: "Escolha outro modelo e avise um administrador.",
    },
    other_what: |code| format!("O WhatsApp não entregou a mensagem (código {code})."),
    other_next: "Tente de novo. Se repetir, mostre os detalhes a um administrador.",
};
