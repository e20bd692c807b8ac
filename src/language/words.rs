//! Words that tell a language: its function words, and what customers write most. A word that several languages share
//! stands in each of their lists, so that it speaks for none of them against the others.

/// Spanish.
pub(super) const SPANISH: &str = "\
    a abajo abierta abran abre abril abrir abrí abuela abuelo acaso aceptable actualización actualizar acá además \
    adentro afuera agencia agosto agradable agradece agradecer agradecida agradecido agradecidos agradezco agua \
    ahora ahí aire al algo alguien alguna algunas alguno algunos algún alma almuerzo alta amabilidad amable amables \
    ambas ambiente ambos amor ante anterior antes anular anuncio aparcamiento aparece apareció aparte apenas \
    apertura aplicación aquel aquella aquello aquellos aquí arriba arroz artículo artículos ascensor asco aseos \
    asesor asiento asientos así atención atender atendido atendió atento atiende atrasado atraso atrás aun aunque \
    avería averías avisar aviso avión ayer ayuda año años aún baja bajas bajo banca banco barata barato baratos \
    barrio bastante batería baño baños bebida bebé bien boca boleta boleto bolsa bonita bonito bono bonísimo botón \
    buen buena buenas bueno buenos buenísima buenísimo buscar ca cada cae café caja cajas cajera cajero cajeros cal \
    calidad caliente calle cama camarera camarero cambian cambiar cambiaron cambiaría cambio cambió camino cancelar \
    cancelé cara caras cargo caro caros carro carta cartel carísima carísimo casa casi caso catorce catálogo cayó \
    celular cena cenas centro cerca cero cerrado cerrar certificado chica chico chicos chofer cierra cinco cita \
    ciudad claro clase clases clave cliente clientes cobertura cobra cobrado cobran cobrar cobraron cobro cobros \
    cobró coche cocina cola colas color com come comentario comentarios comida como comodidad compañía completa \
    completo compra compramos comprar compras compre compres compro comprobante compré con confianza conforme \
    conmigo conseguir consulta contenta contento contentos contesta contestan contestar contestaron contestó contra \
    contraseña contrato copia corazón correcta correcto correctos correo correos corta corte cosa cosas creer creo \
    crédito cual cualquier cualquiera cuando cuarenta cuarta cuarto cuatro cubre cuelga cuenta cuento cuesta culpa \
    cumple cumpleaños cuota cuotas curso cuál cuándo cuánto cédula código cómo cómoda cómodo da daba dame dan dar \
    darme das datos de debajo debe debería deberían debo decir decía deja dejar dejaron dejo dejé dejó del delante \
    demasiada demasiado demasiados demora demorado demoraron demoras demás dentro dependienta dependientas \
    dependiente deplorable desastre desayuno desayunos descuento descuentos desde después devoluciones devolución \
    devolver devolvieron devolví devuelven di dia dias dice dicen dicho diciembre diciendo dieron diez diferencia \
    difícil digo dije dijeron dijo dinero dio dios doble doce doctora domicilio domingo domingos donde dormir dos \
    doy doña duermo dura durante día días dólares dónde e económica económico educada educado educados el elegir \
    ella ellos embargo empleada empleadas empleado empleados empresa en encanta encantada encantado encantan encantó \
    encargada encargado encima encontré encuentro enero enhorabuena entero entiendo entonces entra entrada entradas \
    entrar entre entrega entregas entré enviar enviaron envio envío envíos equipo equivocada equivocado era eran \
    errores es esa esas escribo escrito ese eso esos espera esperaba esperamos esperando esperar esperas espero \
    esperé esposo esta estaba estaban estacionamiento estado estamos estar estaría estas este esto estos estoy \
    estupenda estupendo estuve estuvimos estuvo está están etiqueta euros excelencia excelente excelentes excepto \
    existe existencias explica explicó factura facturas falla fallan fallo fallos falta familia fantástica \
    fantástico fatal favor febrero fecha felicidades felicitaciones feliz fibra fila filas fin final firma firmé \
    fondo formulario foto fotos fría frío fue fuera fueron fuese fui fuimos funciona funcionaba funcionan funcionó \
    fácil ganas garantía garantías genial gente gentil gracia gracias gran grande gratis grosera grosero groseros \
    grupo guardia gusta gustan gustaron gusto gustó guía ha habitación habla hablar habría había habían hace hacen \
    hacer hacia hago han has hasta hay haya hayan he hecho hermana hermano hice hicieron hicimos hija hijo hijos \
    hizo hoja hola hora horario horarios horas horrible hotel hoy hubiera hubiese hubo huele iba idea igual \
    imposible incluso increíble incómoda incómodo informático inmejorable instalación instalador insuficiente \
    intentar intento internet ir jaja jajaja jamás jueves justo la lado lamentable las le leche lejos lenta lentas \
    lentitud lento lentos les letra libro licenciada limpia limpias limpieza limpio limpios linea lista listo \
    llamada llamar llamaron llamo llamé llamó llave llega llegamos llegan llegar llegaron llego llegué llegó llena \
    lleno lleva llevaba llevar llevo llevé llorando llorar lo local logo los lucas luego lugar lunes luz línea madre \
    maja majo mal mala maleducada maleducado maleta malo malísima malísimo mamá manda mandan mandar mandaron mando \
    mandé mandó mano manos mantenimiento maravilla marca marido martes marzo mas mate matrícula mayo mayor mañana me \
    media mediante medio megas mejor mejora mejorar mejoraría mejoren mejores menos mensaje mensajes mes mesa mesera \
    mesero meses mi miedo mientras millas minuto minutos mirando mire mis misma mismo mitad modelo momento mostrador \
    moto mucha muchacha muchacho muchas mucho mujer multa mundo muy máquina más médico mí mía mío míos módulo móvil \
    na nada nadie necesito neta ni ninguna ninguno ningún nivel niña niño niños noche noches nombre nomás normal nos \
    nosotros nota nuestra nuestras nuestro nuestros nueva nueve nuevo nuevos nunca número o ocho oferta ofertas \
    oficina ojalá ojos olor once operador operadora operadores opinión orden oro os otra otro otros pa paciencia \
    padre paga pagado pagamos pagando pagar pagaron pago pague pagué pal pan pantalla papel papeles papá paquete par \
    para parece parking parte pasa pasado pasar pasaron pase pasillo paso pasé pasó paz pedido pedidos pedimos pedir \
    pedí pelo pelos pena pendiente pensando pensar pensé peor peores perdí perfecta perfecto permanencia pero perro \
    persona personal personas peso pesos pide piden pidieron pidió pido pierdo pieza piscina piso planta plata \
    plataforma plato platos plazo plena poco poder podría podrían podía pollo pondría pone poner pongo por porque \
    portabilidad precio precios pregunta preguntar pregunté presto presupuesto prima primer primera primero primo \
    probadores problema problemas producto productos profe profesional profesionales profesionalidad profesionalismo \
    programa prometieron promociones promoción pronto prueba publicidad puede pueden puedo puerta pues puesto punto \
    puntos puntual puntualidad pura puro puse pusieron puso página pésima pésimas pésimo pésimos póliza que queda \
    quedaba quedamos quedo quedé quedó queja quería quien quiere quiero quince quise quisiera quiso quitaría quizá \
    quizás quién qué raciones ración rapaza rapidez raro rato recepción receta recibo recién reclamar reclamo \
    recomendable recomendado recomendaría recomiendo reconozco reembolso reembolsos regalo regular relación reloj \
    reparación repartidor repetiré repetiría repuesto reserva reservar resolver respuesta resulta retraso retrasos \
    revisión rica riquísimo risa ropa ruido ruta rápida rápido rápidos sabe saben saber sabía sacar sacaron sacó \
    sala saldo sale salen salieron salir salió saludos salvo salí salía salón saqué satisfecha satisfecho \
    satisfechos se sea segunda segundo seguro según seis sello semana semanas sentí ser servicio sería señal señor \
    señora señores señorita si siempre siento siete sigo sigue siguen siguiente silla sillas simpática simpático \
    simpáticos sin sino sirve sistema sitio sobre socio sol sola solo somos son sorpresa soy stock su subieron subir \
    subió sucia suciedad sucio sucios sucursal suegra suficiente sugerencia sugerencias supermercado sur surtido sus \
    suya suyo sábado sé sí súper tal tales talla tallas taller tamaño también tampoco tan tanta tantas tanto tardan \
    tardanza tardaron tarde tardes tardó tarifa tarifas tarjeta tasa te techo teléfono tendrían tener tengo tenía \
    tenían tercera terrible ti tiempo tienda tiendas tiene tienen to toca toda todas todavía todo todos toque total \
    trabajo trae tranquila tranquilo trato traía treinta tres triste trámite tu turno tuve tuvimos tuyo técnica \
    técnico técnicos u ubicación un una unas uno unos usar uso usted ustedes usuario usuarios va vale valor vamos \
    van variedad vaya ve veces veinte vendedor vendedora vendedores vendieron venir ventana ventanilla venía veo ver \
    verdad verde vergonzoso vergüenza verso vestidores vez vi viaje vida vieja viejo viendo viene viernes vinieron \
    vino visita vista visto vivo volver volveré volvería volvió volví vos vosotros voy voz vuelo vuelta vuelve \
    vuelvo vuestra vuestro web y ya yo zapatos él éramos ése ésta éste última último único";

/// English.
pub(super) const ENGLISH: &str = "\
    a about absolute account across actual actually add address affordable afraid after afternoon again agent ahead \
    aide all alone already alright also although always am amazing amount an and annoyed annoying another answer \
    answered any anyone anything anyway anywhere appalling apparently application approved april are around arrive \
    arrived arrives arriving art as ask asked asking at ate attention attentive average away awesome awful baby back \
    bad bag balance bank bathroom battery be because bed been before behind being bent beside best better between \
    big bike bill billed billing bills bin birthday bit bless bloke blue bones book booked booking both bought \
    boutique box boy branch branches brand bread breakfast brilliant bring broadband broke broken brother brought \
    bucks building business but button buy by cake call called calling calls came camera can can't cancel cancelled \
    cannot cap car card care carpet carried carry cars carton case cashier cashiers cat cent centre certificate \
    chair chairs change changed charge charged charges cheap cheaper cheapest checked checkout children choice \
    choices chose christmas claim claims class clean cleanliness clear clerk click client clients close closed \
    closing co code coffee cold color colour com come comes comfortable coming comment comments company complaint \
    complaints con confirm confused confusing content contract correct could couldn't count counter coupons \
    courteous cover coverage covered crashes crashing credit credited crew cried customer cut dad dad's daily dal \
    damaged data date daughter daughter's day days dead deal deals dear decent defective delay delayed delays \
    delicious delighted delivered deliveries delivery dem den deposit desk di did didn't die died dies different \
    diner dinner dirty disappointed disappointing disappointment discount discounts dissatisfied do does doesn't dog \
    doing don't done dont door double down dreadful drink drinks drive driver drivers drop dropped drove due each \
    early easy eat ed eight either eleven else else's em emailed employee employees encore end ended engineer enjoy \
    enjoyed enough er era eu even evening ever every everybody everyone everything exactly excellent exchange \
    exchanges expect expected expecting expensive expired explain explained eyes face failed fair family fan \
    fantastic fare fast father fault faulty february fee feel fees fella felt few fifty file fill filled final \
    finally find fine finish finished fire first five fix fixed flat flight floor follow fond font food for form \
    forty found four fourteen fourth free freezes friday friendly from front frustrated frustrating full fun gate \
    gave generally get gets getting gift girl give given glitchy go god goes going gold gone good got gran grand \
    grateful great green guy guys ha had hai hair half hall hand hands handy happy hard has hat hate hated have \
    having he he'd he's head hear heard heart held help helpful hem hence her here hi high him his ho hold home \
    honestly horrendous horrible hot hotel hour hours house how however human hundred husband i i'd i'll i'm i've \
    idea if im impossible impressed impressive improve improved improvement improvements in included inside \
    installation installer instead internet into invoice is isn't it it's item its itself january jo job june just \
    keep keeps kept kettle kids kind kindly kitchen knew know knowledgeable knows label lad lads lady last late \
    lateness later laughed leave leaving left lent less let letter letters lie life lift light like liked likes line \
    list lit little live loads local location logged login logo long look looked looking looks lose lost lot lots \
    lounge love loved lovely loves loyalty lunch ma made make makes making male man many map match mate matter maybe \
    me meal meals mean means meant member members membership merci met midnight might miles mind mine minus minute \
    minutes miss missed missing mobile monday money month monthly months more morning most mostly mother mother's \
    moved moving much mum must my myself name named near nearly need needed needs neither net never new next nice \
    night nights nine ninety no nobody non none normal not note nothing notice noticed now number nurse of off offer \
    offered offers office officer often okay old on once one ones online only op open opened opening options or ora \
    order ordered ordering orders other our ours out outside outstanding over overall overcharged overpriced own \
    packaged packages packaging page paid pan paper par parcel parents park parking part parts pass passed passport \
    password past patience pay payer paying payment people per perfect perfectly person petite phone pick picked \
    pickup picture place play please pleased plenty plus points policy polite pool poor poorly portions post poster \
    pot pour press pretty price prices pricing print problem product products professional promised promotion prompt \
    promptly purchase purchased put quality questions queue quick quickly quid quiet quite quote rang range rarely \
    rate rates rather reach reached read reading ready real really reason reasonable reasonably receipt received \
    recommend recommendation recommended refund refunded refunds regular rent repair replacement reply report \
    reported rest restaurant restrooms return returned returns rewards right ring road roof room round row rude run \
    running sa safe said sale same sat satisfactory satisfied saturday saved saw say saying says scan scared school \
    screen sea season seat seats second see seen selection self sell seller send sense sent service services set \
    seven several shall shame she she'd she's shipped shipping shocking shop shops short should show showed shower \
    shows shut sick side sign signal signed sim since single sir sister sit site sitting six sixty size sleep slept \
    slow slower slowly small smell smooth so sold solo some somebody someone something sometimes somewhat son sorry \
    sort sorted spare speedy spot spring staff standing start started statement status stay stayed step still stock \
    stood stop stopped store stores story straight street stuff such suggestion suggestions sunday superb support \
    sure surprise survey swapped system ta table tag take taken takes taking talking tap tasty team technician tell \
    teller telling tells ten terrible text than thank thankful thanks that that's the their theirs them then there \
    there's therefore these they they'd they're they've thing things think third thirty this those though thought \
    thousand three through thursday thus tickets tidy tier till time times to today together toilets told toll \
    tomorrow ton too took top total tout town tried trip truck trust try tuesday turned twelve twenty twice two um \
    uncomfortable under understand unfriendly unhelpful unit unless unprofessional unsatisfied until up update \
    updates us use used using usual usually value variety very view visit voice wait waited waiter waiting waitress \
    walk walked wall want wanted war ward warm warranty was wasn't water way we we'd we're we've web website \
    wednesday week weekend weeks well went were what what's when where whereas whether which while who whoever whole \
    why wife wife's will window winter with within without woman won't wonderful word work worked working works \
    worried worse worst worth would wouldn't writing written wrong wrote year years yes yet you you'd you're you've \
    young your yours";

/// Portuguese.
pub(super) const PORTUGUESE: &str = "\
    a adorei agora agradável ainda ajuda algum alguma alguém almoço amanhã ambiente ano anos antes ao aos aplicativo \
    aplicação após aquela aquele aquilo assinatura atencioso atenciosos atendida atendido atendimento atenção \
    atrasada atrasado atraso até avaria banco banheiro barata barato barulho bebida bem boa boas boleto bom bons \
    cadê café caixa cama cancelar cara carinho caro caros cartão casa casa-de-banho celular certeza chegar chegou \
    cinco cliente clientes cobrado cobrança cobrar cobraram colchão com comida como compra compras comprei \
    confortável conseguem consegui conseguir conserto consigo conta contra cor cozinha culpa da das de defeito \
    deixam deixou dela dele deles demais demora demorado demorou depois desconfortável desconto descontos desde deve \
    deveria deveriam deviam devolução devolveram dia dias difícil dinheiro disse disseram disso dizem do dois \
    domingo domingos dos duas e educada educado educados ela elas ele eles em embalagem empresa encomenda encomendas \
    entre entrega entregador entregas enviaram equipa equipe era eram errada errado espera esperar esperei essa esse \
    esta estacionamento estar estava estavam este estoque estorno estou está estão eu excelente excelentes falaram \
    falou falta faltou família fatura faz fazem fazer feliz fez ficamos ficar ficou fila filha filho fiquei fiz foi \
    fomos foram fria frio fui funciona funcionar funcionária funcionário funcionários fácil garantia gente gentil \
    gostei gosto grande grosseiro havia hoje hora horas há instalaram instalação internet ir isso isto jantar juros \
    já lenta lento lhe lhes ligação liguei limpa limpeza limpo linha localização loja lojas mais mal mal-educado \
    mandaram marido mas me melhor melhorar melhorem menos mesa meses meu meus minha minhas montagem moça moço muita \
    muitas muito muitos multa mês na nada nas nem nenhum nenhuma ninguém no nos nossa nosso nova novo novos num numa \
    nunca não nós o obrigada obrigado oferta ofertas onde ontem ou outra outras outro outros paciência pagamento \
    pagar paguei para parabéns parou pedido pedidos pela pelas pelo pelos pequena pequeno perfeita perfeito pessoa \
    pessoal pessoas pior pode podem poder poderiam podiam pontos por porque porquê posso pra prato prazo preço \
    preços problema problemas produto produtos promoção página péssima péssimo quais qual qualidade quando quanto \
    quarto quartos quatro que quem quer querem quero reclamar recomendo rede reembolso resolver resolveram resolveu \
    resolvido ruim ruins rápida rápido satisfeita satisfeito se sem semana semanas sempre senhor senhora senhores \
    ser serviço serviços seu seus sim simpática simpáticas simpático simpáticos sinal site sob sobre somos sua suas \
    surpreso são só tamanho também tanta tantas tanto taxa taxas te telefone telemóvel tem tenho tentar tentei tento \
    ter teve tinha tive toda todas todo todos transportadora triste troca três tu tudo técnico têm um uma umas uns \
    vai valor veio velho vem vez vezes vieram você vocês voltar voltarei voltei volto vou vão à às água é ótima \
    ótimo ótimos";

/// Catalan.
pub(super) const CATALAN: &str = "\
    a abans agradable ahir aigua això ajuda ajudar al algun alguna algú als altra altre altres amable amables amb \
    ambient anar antipàtic any anys aparcament aplicació aquell aquella aquest aquesta aquestes aquests ara arriba \
    arribar arribat atenció atendre atesa atès avaria aviat avui baixa banc bany barat bo bon bona bones bons botiga \
    botigues bé cafè caixa cambrer cambrera cap car cara cars casa cinc client clients cobrar cobrat color com \
    compra comprar compres compte content contenta contesta contra cosa coses cua cuina culpa còmode de deixen del \
    dels demà des desastre descompte descomptes després devolució dia dies dijous dilluns dimarts dimecres dinar \
    diners dir dissabte dit diu diuen diumenge diumenges divendres dolent dolenta dues educada educat el ell ella \
    elles ells els em empresa en encara ens entre envia enviament enviar equivocat era eren es esmorzar espera \
    esperar espero estan estava estaven estic està et excel·lent fa factura falta família fan febrer feliz fer fet \
    fill filla fins funciona gairebé garantia gener gent gran gràcies ha habitacions habitació han haurien hauríeu \
    havia he hem hi ho hora hores i incòmode instal·lació instal·lar intentar intento ja jo la lent les li llit \
    lliurament lo línia m'ha m'han m'ho mai mal malament marit massa mateix mateixa menjar menys mes mesos meu meva \
    mida millor millorar molt molta moltes molts muntatge més mòbil n'hi net neta neteja netes nets ni ningú no noi \
    noia només nosaltres nostra nostre nou nova o obert obrir oferta ofertes on paciència pagar pagat paquet pel \
    pels penja per perfecta perfecte perquè persona personal persones però petit petita pitjor plat poc poden poder \
    pot preu preus primer primera problema producte promoció puc punts pàgina qualitat quan quant quatre que qui \
    quin quina què recomano reparació repartidor res ràpid ràpida s'ha satisfet sempre sense ser servei serveis \
    serveix servir setembre setmana setmanes seu seva si simpàtic simpàtica sobre soc sopar soroll sorpresa sort sóc \
    són talla també tancar tancat tant tanta tard targeta taula telèfon tenen tenia teu teva tinc tornar tornarem \
    tornaré tot tota totes tots tracte tres trobar trobat trucar truques tu tècnic té ubicació un una unes uns us va \
    vaig valor vam van vegada vegades vell vol volen voler vosaltres vull web és";

/// Galician.
pub(super) const GALICIAN: &str = "\
    a aberto abofé abrir agardando agardar agora agradable algunha alguén algún almorzo amable amais ambiente ano \
    anos antes antipático ao aos aparcamento aplicación aquel ata atención atender atendeu atento atopar atopei auga \
    avaría axuda axudou aínda baixa banco barato baño ben bo boa boas bos caixa cal calidade cama camareiro cando \
    canto cara caro casa case catro cea chegar chegou cinco cliente co coa coas cobrado cobrar cobráronme cociña \
    cola colle comida como compra con conta contenta contento contra cor cos cousa cousas cuarto culpa cómodo da das \
    de debe deberiades deberían deixan demais dende desastre desconto descontos desde despois devolución din dixeron \
    dixo diñeiro do domingo domingos dos dous día días dúas dúbida e educada educado el ela elas eles embalaxe \
    empresa en entre entrega enviaron equivocada equivocado era eran esa ese esta estaba estaban estar este estou \
    está están eu excelente facer factura fai falta familia fan febreiro feliz filla fillo fixen fixeron fixo foi \
    foron fun funciona garantía grande grazas había hai hora horas hoxe incómodo instalación intentar intento ir iso \
    isto lento leva levo limpa limpeza limpo liña lle lles llo logo luns mais mal mandaron marido martes mañá me \
    mellor mellora mellorar menos mercar mes mesa meses mesma mesmo meu meus miña miñas moi moita moitas moito \
    moitos montaxe máis mércores móbil na nada nas nin ningunha ninguén ningún no non nos nosa noso nova novo nun \
    nunca nunha nós o oferta ofertas onde onte ou outra outras outro outros paciencia pagamento pagar paquete para \
    pechado pechar pedido peor pequena pequeno perfecto pero persoa persoal persoas pode poden poder podo pola polas \
    polo polos por porque porén prato prezo prezos primeira problema produto pronto puiden puido puntos páxina que \
    quen quere queren quero rapaz rapaza recomendo repartidor ruído rápida rápido se semana semanas sempre sen ser \
    servizo servizos setembro seu seus si simpático sobre son sorpresa sábado só súa súas tamaño tamén tanta tanto \
    tarde tarxeta te teléfono ten tenda ter teñen teño ti tiven tivo tiña toda todas todo todos trato tres técnico \
    un unha unhas uns vai van veces vello venres vergoña veu vez volverei volvo vou vós xa xaneiro xantar xeito \
    xente xoves xullo á ás é";

/// French.
pub(super) const FRENCH: &str = "\
    a abîmé accueil achat acheté agréable ai aide aimable aller ambiance améliorer an année ans août application \
    après argent arrive as assez attendre attends attente attention au aucun aucune aujourd'hui aussi autant autre \
    autres aux avait avant avec avez avoir avons bain banque beaucoup bien bientôt bon bonne bonnes bons boutique \
    boîte bruit c'est café caisse car carte carton ce cela ces cet cette chambre chambres cher chers chez chose \
    choses chère cinq client clients clientèle colis commande commandé comme comment compte confortable content \
    contente contre correct corrects couleur cuisine d'un d'une dame dans de demain depuis des deux devriez dimanche \
    disent dit doit dommage donc dont du dès défectueux déjeuner déjà désagréable déçu déçue dîner eau elle elles \
    emballage emplacement en encore enfants entre entreprise envoyer envoyé essaie essayer est et excellent \
    excellente excellents facture facturé faire fait famille faut faute fermé fille fils fois fonctionne fonctionner \
    font frais froid froide février garantie gens gentil gentille grand grande heure heures heureux hier horrible il \
    ils impossible inconfortable installation installé installée j'ai jamais janvier je jeudi jour jours juillet \
    l'on la laisse le lent les leur leurs ligne lit livraison livreur livreurs livré lors lui lundi m'a ma magasin \
    mais maison mal manque marche mardi mari mauvais mauvaise me meilleur meilleure merci mercredi mes mois mon \
    monde montage même n'a n'ai n'est ne ni nos notre nous nouveau nouvelle nul nulle offre offres on ont ou ouvert \
    ouvrir où page paiement panne par parfait parfaite parking pas patience payer payé personne personnel petit \
    petit-déjeuner petite peu peut peux pire plat plus points poli polie polis portable pour pourquoi pouvez premier \
    première presque prix problème problèmes produit produits promotion promotions propre propreté qu'il qualité \
    quand quatre que quel quelle quels queue qui quoi rapide rapidement recommande refuse refusent remboursement \
    retard retour reviendrai reçois reçu rien réduction réparation répond réseau résilier s'est sa sale samedi sans \
    satisfait satisfaite se semaine semaines serveur serveuse service ses si site son sont souriant sous souvent \
    stock suis sur surprise sympa sympathique ta table taille tant te technicien ton toujours tous tout toute toutes \
    trois trop trouve trouver trouvé très tu téléphone un une va vendredi vers veut veux vieux voilà vont vos votre \
    vous vraiment y à ça équipe étaient était été être";

/// Italian.
pub(super) const ITALIAN: &str = "\
    a abbastanza abbiamo acqua acquistato acquisto agli agosto ai aiuto al alla alle allo altra altri altro ambiente \
    anche ancora andare anni anno aperto applicazione aprire arrivata arrivato aspettare aspetto attenzione attesa \
    avere aveva azienda bagno bambini banca bene blocca buona buone buoni buono c'è caffè camera camere cameriere \
    cara cari caro carta casa cassa cattiva cattivo cellulare cena che chi chiuso ci cibo cinque cioè cliente \
    clienti coda colazione colore colpa come comodo con consegna consiglio contento conto contro corriere cortese \
    cosa cose costi così cucina cui d da dal dalla davvero degli dei del della delle dello detto devo di dice dicono \
    difettoso disdire disponibile disponibili domani domenica dopo dove dovrebbero dovreste due e eccellente \
    economico ed educata educato era erano esperienza essere fa famiglia fanno fare fatto fattura felice figlia \
    figlio fra fredda freddo funziona funzionare garanzia gennaio gente gentile gentili giorni giorno giovedì già \
    gli grande grazie guasto ha hai hanno ho i ieri il imballaggio in installato installazione io l la le lei lento \
    letto linea lo loro luglio lui lunedì ma mai male manca mandato marito martedì me meno mercoledì mese mesi mi \
    mia miei migliorare migliore mille mio molta molte molti molto montaggio ne negozi negozio nel nella nessuno \
    niente no noi non nostra nostre nostri nostro nulla nuova nuovo né o offerta offerte oggi ora ordinato ordine \
    ore organizzato ottima ottimi ottimo pacco pagamento pagare pagato pagina parcheggio pazienza peccato peggio \
    peggiore per perché perfetta perfetto persona personale persone pessima pessimo piacevole piatto piccola piccolo \
    più poco posizione posso possono pranzo presto prezzi prezzo prima primo problema problemi prodotti prodotto \
    promozione provare provo pulita pulito pulizia punti può qualcuno qualità quando quanto quasi quattro quella \
    quello questa questi questo ragazza ragazzo reso rete riesco rimborso riparazione risponde ritardo rotto rumore \
    sabato sbagliata sbagliato scatola scomodo sconti sconto scortese se sei sempre senza servizio settimana \
    settimane si sia siamo signora signore simpatico sito soddisfatta soddisfatto soldi solo sono sorpresa sotto \
    spedire spedito sporco stata stati stato stessa stesso su sua sul sulla suo sì taglia tanta tanto tavolo te \
    tecnico telefono ti tornerò tra tre troppo trovare trovato tu tuo tutta tutte tutti tutto un una uno va vanno \
    vecchio veloce venerdì verso vi voglio voi volta volte vuole è";

/// German.
pub(super) const GERMAN: &str = "\
    abendessen aber alle alles als alt am an andrang angebot angebote angenehm angenehme atmosphäre auch auf aus \
    ausgezeichnet bad bald bank bei beim bekam bekommen bekommt bequem beschädigt besser beste bestellt bestellung \
    bestens bester bett bezahlen bezahlt billig bin bis bist bleibt dame damen dank danke dann darf das dass defekt \
    dem den denn der des dich die dienstag dies diese dieser dieses dir donnerstag dort drei du durch ein eine einem \
    einen einer eines einfach endlich er ersten es essen euch falsch falsche familie farbe fast fehlt fehlte finden \
    firma frau freitag freundlich frühstück funktionieren funktioniert fünf für ganz garantie gebühr gebühren geduld \
    gefunden gegen geht gekauft geld geliefert gemacht genug gerne gesagt geschickt geschlossen geschäft gestern \
    geöffnet gibt ging gleichen glücklich groß große größe gut gute guten guter gutes günstig habe haben handy hat \
    hatte haus herren heute hier hilfe hilfsbereit höflich ich ihm ihn ihnen ihr ihre ihrer im immer in installation \
    ist jahr jahre januar jede jeder jedes jemand jetzt juli kaffee kalt kalte kam kann karte karton kasse kauf kein \
    keine keinen kellner kinder klasse klein kleine komme kommt konnte kunde kunden kundenservice können küche \
    kündigen laden lage lager lange langsam leider leitung leute lieferant lieferung lärm macht mag mal man mann \
    mehr mein meine meinem meinen meiner mensch menschen mich mir mit mitarbeiter mittagessen mittwoch monat montag \
    montage morgen muss möchte müssen nach nett nette netten netter netz neu neue nicht nichts nie niemand noch nur \
    ob oder ohne paket parkplatz parkplätze perfekt personal preis preise problem probleme produkt produkte punkte \
    qualität rabatt rechnung reparatur rückerstattung sache sagen sagt samstag sauber sauberkeit schade schicken \
    schlange schlecht schlechte schlechten schlechter schlimm schmutzig schnell schon schuld sehr sein seine seit \
    seite selben service sich sie sind so sohn soll sollte sollten sonntag spät stunde stunden super tag tage tages \
    techniker telefon teller teuer tisch tochter toll trotzdem um unbequem und unfreundlich unhöflich uns unser \
    unsere unter unzufrieden verbessern verpackung versuche versuchen viel viele vielen vier vom von vor wann war \
    waren warte wartet warum was wasser webseite weil weiter wenig wenige weniger wenn wer werden wie wieder will \
    wir wird wirklich wo woche wochen wurde wurden zahlen zahlung zimmer zu zufrieden zum zur zwei zweimal öffnen \
    über überraschung";

/// Dutch.
pub(super) const DUTCH: &str = "\
    aan aanbieding aanbiedingen aankoop aanrader aardig aardige al alle alles als altijd badkamer bank bed bedankt \
    bedrijf behulpzaam beleefd ben bent beschadigd best beste besteld bestelling betaald betalen betaling beter \
    bezorger bezorging bij bijna binnen blij blijft bord comfortabel daar dag dagen dan dank dat de deze dezelfde \
    die diner ding dinsdag dit dochter doet donderdag door doos drie dus duur echt een eerste eindelijk elke en er \
    erg ervaring eten familie gaat garantie geduld geen gekocht gekregen geld geleverd gemaakt genoeg geopend \
    geregeld gesloten gestuurd gevonden gewoon gezegd geïnstalleerd ging gisteren goed goede goedkoop graag groot \
    grote haar had heb hebben heeft heel helaas hele hem het hier hij hoe huis hulp hun iedereen iemand iets ik in \
    installatie is jaar jammer januari je jij juli jullie kaart kamer kamers kan kapot kassa keer keuken kinderen \
    klant klanten klantenservice klein kleine kleur koffie komt kon korting kosten koud koude krijg krijgen krijgt \
    kunnen kwaliteit kwam laat langzaam lawaai leuk levering ligging lijn lukt lunch maand maandag maar maat mag \
    maken man me medewerker medewerkers meer mens mensen met mevrouw mij mijn minder mobiel moet moeten monteur \
    morgen na naar netjes netwerk niemand niet niets nieuw nieuwe nog nooit nu ober of om onbeleefd onder ons \
    ontbijt ontbreekt ontevreden onvriendelijk onze ook op open opgestuurd opzeggen oud over pagina pakket \
    parkeerplaats parkeerplaatsen parkeren perfect personeel prettig prettige prijs prijzen prima probeer proberen \
    probleem problemen product producten punten rekening reparatie rij schoon schoonmaak schuld service sfeer sinds \
    site slecht slechte slechter snel staat sturen tafel te tegen telefoon terugbetaling tevreden toch tot traag \
    twee u uit uitstekend uur uw van vandaag veel verbeteren verkeerd verkeerde verpakking verrassing vier vies vijf \
    vinden voor voorraad vriendelijk vriendelijke vrijdag vrouw waar waarom wacht wanneer want waren was wat we week \
    weer weinig weken wel werd werken werkt wie wij wil willen winkel woensdag worden wordt zaterdag ze zeer zeggen \
    zegt zeker zelfde zij zijn zo zondag zonder zoon zou zouden zoveel";
