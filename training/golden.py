"""Choose the texts of the golden cases: some of the corpus's dev rows, by a fixed rule, and edge cases written here."""

from corpus import split

WRITTEN = [
    {"text": "Bien"},
    {"text": "Terrible"},
    {"text": "ok"},
    {"text": "N/A"},
    {"text": "👍"},
    {"text": "😡😡😡"},
    {"text": "Me encantó ❤️ volveré 🇪🇸 con mi familia 👨‍👩‍👧 👏🏽"},
    {"text": "NO FUNCIONA NADA, LLEVO TRES DÍAS LLAMANDO Y NADIE CONTESTA!!!"},
    {"text": "El niño de la señora Muñoz esperó en la pingüinera; qué vergüenza, ¿no?"},
    {"text": "Charged 1,299.50 twice on 03/04/2025, order #A-77812, still waiting for my €45 back."},
    {"text": "don't can't won't — it's the staff's attitude that I'd change"},
    {"text": "El nin\u0303o llego\u0301 tarde: acentos escritos en dos piezas."},
    {"text": "La app se cierra sola   \t y\nno guarda los cambios"},
    {"text": "Xqzwv brrgh 東京 Привет"},
    {"text": "carísimo", "question": "¿Qué deberíamos mejorar?"},
    {"text": "Nada", "question": "¿Qué deberíamos mejorar?"},
    {"text": "Nothing", "question": "What did you like most?"},
    {"text": "the prices 😍", "question": "What do you like most about us?"},
    {"text": "Los tiempos de entrega.", "question": "¿Qué cambiarías de nuestro servicio? Cuéntanos con tus palabras, con todo el detalle que quieras; "
     "leemos cada respuesta y nos ayuda a decidir en qué tienda, en qué canal y en qué momento del año hay que empezar a trabajar "
     "primero, porque no podemos hacerlo todo a la vez y queremos acertar contigo y con los demás clientes de tu zona."},
    {"text": "Compré el lavavajillas en noviembre porque la página prometía montaje incluido en dos días. El primer repartidor "
     "lo dejó en el portal y se marchó; el segundo vino una semana después sin las piezas, y el tercero, que fue el único "
     "amable de toda esta historia, me dijo que el modelo que habían facturado no era el que estaba en la caja. Llamé cuatro "
     "veces a atención al cliente: música, traspasos, promesas y ninguna respuesta. Pedí la devolución en la tienda y me "
     "mandaron otra vez al teléfono. Al final lo resolvió Inés, la encargada de la sucursal del centro, que pidió perdón, "
     "hizo el cambio en el acto y me descontó el transporte de la factura. El aparato, por cierto, lava de maravilla y casi "
     "no se oye, y por ese precio no encontré nada igual. Pero son seis semanas fregando a mano, tres tardes perdidas en casa "
     "esperando a nadie y un disgusto que no compensa ningún descuento. Si vuelvo será por Inés y por nadie más; a la empresa "
     "le pediría que antes de anunciar un servicio compruebe que existe, y que el teléfono sirva para algo."},
]


def chosen():
    dev = split()[2]
    asked = [r for r in dev if r.get("question")]
    bare = [r for r in dev if not r.get("question")]
    spread = asked[::len(asked) // 8][:8] + bare[::len(bare) // 13][:13]
    return WRITTEN + [{k: r[k] for k in ("question", "text") if r.get(k)} for r in spread]


if __name__ == "__main__":
    print(len(chosen()))
