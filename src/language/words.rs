//! Words that tell a language: its function words, and what customers write most. A word that several languages share
//! stands in each of their lists, so that it speaks for none of them against the others.

/// Spanish.
pub(super) const SPANISH: &str = "\
    a abajo abierta abran abre abril abrir abrí abuela abuelo acaso aceptable actualización actualizar acá además \
    adentro afuera agencia agosto agradece agradecer agradecida agradecido agradecidos agradezco agua ahora ahí aire \
    al algo alguien alguna algunas alguno algunos alma almuerzo alta amabilidad amable amables ambas ambos amor ante \
    anterior antes anular anuncio aparcamiento aparece apareció aparte apenas apertura aplicación aquel aquella \
    aquello aquellos aquí arriba arroz artículo artículos ascensor asco aseos asesor asiento asientos así atención \
    atendió atiende atrás aun aunque avería averías avisar aviso avión ayer ayuda año años aún baja bajas bajo banco \
    barata barato baratos barrio bastante batería baño baños bebida bebé bien boca boleta bolsa bonita bonito bono \
    bonísimo botón buen buena buenas bueno buenos buenísima buenísimo buscar cada cae café caja cajas cajera cajero \
    cajeros calidad caliente calle cama camarera camarero cambian cambiar cambiaron cambiaría cambio cambió camino \
    cancelar cancelé cara caras cargo caro caros carro carta cartel carísima carísimo casa casi caso catorce \
    catálogo cayó celular cena cenas centro cerca cero cerrado cerrar certificado chica chico chicos chofer cierra \
    cinco cita ciudad claro clase clases clave cliente cobertura cobra cobran cobrar cobraron cobro cobros cobró \
    coche cocina cola colas com come comentario comentarios comida como comodidad compañía completa completo compra \
    compramos comprar compras compre compro comprobante compré con confianza conforme conmigo consulta contenta \
    contento contentos contesta contestan contestar contestaron contestó contra contraseña contrato copia corazón \
    correcta correcto correctos correo correos corta corte cosa cosas creer creo crédito cual cualquier cualquiera \
    cuando cuarenta cuarta cuarto cuatro cubre cuelga cuenta cuento cuesta cumple cumpleaños cuota cuotas curso cuál \
    cuándo cuánto cédula código cómo cómoda cómodo da daba dan dar darme datos de debajo debería deberían debo decir \
    decía deja dejar dejaron dejo dejé dejó del delante demasiada demasiado demasiados demora demorado demoraron \
    demoras demás dentro dependienta dependientas dependiente deplorable desayuno desayunos descuento descuentos \
    desde después devoluciones devolución devolver devolvieron devolví devuelven dia dias dice dicen dicho diciembre \
    diciendo dieron diez diferencia digo dije dijeron dijo dinero dio dios doble doce doctora domicilio domingo \
    domingos donde dormir dos doy doña duermo dura durante día días dólares dónde e económica económico educada \
    educado educados el elegir ella ellos embargo empleada empleadas empleado empleados empresa en encanta encantada \
    encantado encantan encantó encargada encargado encima encontré encuentro enero enhorabuena entero entiendo \
    entonces entra entrada entradas entrar entre entrega entregas entré envio envío envíos equipo era eran errores \
    es esa esas escribo escrito ese eso esos espera esperaba esperamos esperando esperar esperas esperé esposo esta \
    estaba estaban estacionamiento estado estamos estaría estas este esto estos estoy estupenda estupendo estuve \
    estuvimos estuvo está están etiqueta euros excelencia excelente excelentes excepto existe existencias explica \
    explicó factura facturas falla fallan fallo fallos falta familia fantástica fantástico fatal favor febrero fecha \
    felicidades felicitaciones feliz fibra fila filas fin final firmé fondo formulario foto fotos fría frío fue \
    fuera fueron fuese fui fuimos funciona funcionaba funcionan funcionó fácil ganas garantía garantías genial gente \
    gracia gracias grande gratis grosera grosero groseros grupo guardia gusta gustan gustaron gusto gustó guía ha \
    habitación habla hablar habría había habían hace hacen hacer hacia hago han has hasta hay haya hayan he hecho \
    hermana hermano hice hicieron hicimos hija hijo hijos hizo hoja hola hora horario horarios horas horrible hoy \
    hubiera hubiese hubo huele iba idea igual imposible incluso increíble incómoda incómodo informático inmejorable \
    instalación instalador insuficiente ir jaja jajaja jamás jueves justo la lado lamentable las le leche lejos \
    lenta lentas lentitud lento lentos les letra libro licenciada limpia limpias limpieza limpio limpios linea lista \
    listo llamada llamar llamaron llamo llamé llamó llave llega llegamos llegan llegar llegaron llego llegué llegó \
    llena lleno lleva llevaba llevar llevo llevé llorando llorar lo local los lucas luego lugar lunes luz línea \
    madre maja majo mal mala maleducada maleducado maleta malo malísima malísimo mamá manda mandan mandar mandaron \
    mando mandé mandó mano manos mantenimiento maravilla marca marido martes marzo mas mate matrícula mayo mayor \
    mañana me media mediante medio megas mejor mejora mejorar mejoraría mejoren mejores menos mensaje mensajes mes \
    mesa mesera mesero meses mi miedo mientras millas minuto minutos mirando mire mis misma mismo mitad modelo \
    momento mostrador moto mucha muchacha muchacho muchas mucho mujer mundo muy máquina más médico mí mía mío míos \
    módulo móvil nada nadie necesito ni ninguna ninguno ningún nivel niña niño niños noche noches nombre nomás \
    normal nos nosotros nota nuestra nuestras nuestro nuestros nueva nueve nuevo nuevos nunca número o ocho oferta \
    ofertas oficina ojalá ojos olor once operador operadora operadores opinión orden oro os otra otro otros \
    paciencia padre paga pagado pagamos pagando pagar pagaron pago pague pagué pan pantalla papel papeles papá \
    paquete para parece parte pasa pasado pasar pasaron pase pasillo paso pasé pasó paz pedido pedidos pedimos pedir \
    pedí pelo pena pendiente pensando pensar pensé peor peores perdí perfecta perfecto permanencia pero perro \
    persona personal personas peso pesos pide piden pidieron pidió pido pierdo pieza piscina piso planta plata \
    plataforma plato platos plazo plena poco poder podría podrían podía pollo pondría pone poner pongo por porque \
    portabilidad precio precios pregunta preguntar pregunté presupuesto primer primera primero probadores problema \
    producto productos profe profesional profesionales profesionalidad profesionalismo programa prometieron \
    promociones promoción prueba publicidad puede pueden puedo puerta pues puesto punto puntos puntual puntualidad \
    pura puro puse pusieron puso página pésima pésimas pésimo pésimos póliza que queda quedaba quedamos quedo quedé \
    quedó queja quería quien quiere quiero quince quise quisiera quiso quitaría quizá quizás quién qué raciones \
    ración rapidez raro rato recepción receta recibo recién reclamo recomendable recomendado recomendaría recomiendo \
    reconozco reembolso reembolsos regalo regular relación reloj reparación repartidor repetiré repetiría repuesto \
    reserva reservar respuesta resulta retraso retrasos revisión rica riquísimo risa ropa ruido ruta rápida rápido \
    rápidos sabe saben saber sabía sacar sacaron sacó sala saldo sale salen salieron salir salió saludos salvo salí \
    salía salón saqué satisfecha satisfecho satisfechos se sea segunda segundo seguro según seis sello semana \
    semanas sentí ser servicio sería señal señor señora señores señorita si siempre siento siete sigo sigue siguen \
    siguiente silla sillas simpática simpático simpáticos sin sino sirve sistema sitio sobre socio sol sola solo \
    somos son sorpresa soy su subieron subir subió sucia suciedad sucio sucios sucursal suegra suficiente sugerencia \
    sugerencias supermercado surtido sus suya suyo sábado sé sí súper tal tales talla tallas taller también tampoco \
    tan tanto tardan tardanza tardaron tarde tardes tardó tarifa tarifas tarjeta tasa te techo teléfono tendrían \
    tener tengo tenía tenían tercera terrible tiempo tienda tiendas tiene tienen toca toda todas todavía todo todos \
    toque total trabajo trae tranquila tranquilo trato traía treinta tres trámite tu turno tuve tuvimos tuyo técnica \
    técnico técnicos u ubicación un una unas uno unos usar uso usted ustedes usuario usuarios va vale vamos van \
    variedad vaya ve veces veinte vendedor vendedora vendedores vendieron venir ventana ventanilla venía veo ver \
    verdad verde vergonzoso vergüenza vestidores vez vi viaje vida vieja viejo viendo viene viernes vinieron vino \
    visita vista visto vivo volver volveré volvería volvió volví vosotros voy voz vuelo vuelta vuelve vuelvo vuestra \
    vuestro y ya yo zapatos él éramos ése ésta éste última último único";

/// English.
pub(super) const ENGLISH: &str = "\
    a about absolute account across actual actually add address affordable afraid after afternoon again agent ahead \
    all alone already alright also although always am amazing amount an and annoyed annoying another answer answered \
    any anyone anything anyway anywhere appalling apparently approved april are around arrive arrived arrives \
    arriving art as ask asked asking at ate attentive average away awesome awful baby back bad bag balance bank \
    bathroom battery be because bed been before behind being beside best better between big bike bill billed billing \
    bills bin birthday bit bless bloke blue book booked booking both bought box boy branch branches brand bread \
    breakfast brilliant bring broadband broke broken brother brought bucks building business but button buy by cake \
    call called calling calls came can can't cancel cancelled cannot cap car card care carpet carried carry case \
    cashier cashiers cat cent centre certificate chair chairs change changed charge charged charges cheap cheaper \
    cheapest checked checkout children choice choices christmas claim claims class clean cleanliness clear clerk \
    click client close closed closing code coffee cold colour com come comes comfortable coming comment comments \
    company complaint complaints con confirm confused confusing contract correct could couldn't count counter \
    coupons courteous cover coverage covered crashes crashing credit credited crew cried customer cut dad dad's \
    daily damaged data date daughter daughter's day days dead deal deals dear decent defective delay delayed delays \
    delicious delighted delivered deliveries delivery den deposit desk did didn't die died different dinner dirty \
    disappointed disappointing disappointment discount discounts dissatisfied do does doesn't dog doing don't done \
    door double down dreadful drink drinks drive driver drivers drop dropped drove due each early easy eat eight \
    either eleven else else's emailed employee employees end ended engineer enjoy enjoyed enough era even evening \
    ever every everybody everyone everything exactly excellent exchange exchanges expect expected expecting \
    expensive expired explain explained eyes face failed fair family fan fantastic fare fast father fault faulty \
    february fee feel fees fella felt few fifty file filled final finally find fine finish finished fire first five \
    fix fixed flat flight floor follow fond food for form forty found four fourteen fourth free freezes friday \
    friendly from front frustrated frustrating full fun gate gave generally get gets getting gift girl give given \
    glitchy go god goes going gold gone good got grand grateful great green guy guys ha had hair half hall hand \
    hands happy hard has hat hate hated have having he he'd he's head hear heard heart held help helpful hem hence \
    her here hi high him his ho hold home honestly horrendous horrible hot hour hours house how however human \
    hundred husband i i'd i'll i'm i've idea if impressed impressive improve improved improvement improvements in \
    included inside installation installer instead into invoice is isn't it it's item its itself january job june \
    just keep keeps kept kettle kids kind kindly kitchen knew know knowledgeable knows label lad lads lady last late \
    lateness later laughed leave leaving left less let letter letters lie life lift light like liked likes line list \
    little live loads local location logged login long look looked looking looks lose lost lot lots lounge love \
    loved lovely loves loyalty lunch made make makes making male man many map match mate matter maybe me meal meals \
    mean means meant member members membership met midnight might miles mind mine minus minute minutes miss missed \
    missing mobile monday money month monthly months more morning most mostly mother mother's moved moving much mum \
    must my myself name named near nearly need needed needs neither net never new next nice night nights nine ninety \
    no nobody non none normal not note nothing notice noticed now number nurse of off offer offered offers office \
    officer often okay old on once one ones online only open opened opening options or order ordered ordering orders \
    other our ours out outside outstanding over overall overcharged overpriced own packaged packages packaging page \
    paid pan paper parcel parents park parking part parts pass passed passport password past pay paying payment \
    people per perfect perfectly person phone pick picked pickup picture place play please pleased plenty plus \
    points policy polite pool poor poorly portions post poster pot pour press pretty price prices pricing print \
    problem product products professional promised prompt promptly purchase purchased put quality questions queue \
    quick quickly quid quiet quite quote rang range rarely rate rates rather reach reached read reading ready real \
    really reason reasonable reasonably receipt received recommend recommendation recommended refund refunded \
    refunds regular rent repair replacement reply report reported rest restrooms return returned returns rewards \
    right ring road roof room round row rude run running safe said sale same sat satisfactory satisfied saturday \
    saved saw say saying says scan scared school screen sea season seat seats second see seen selection self sell \
    seller send sense sent service services set seven several shall shame she she'd she's shipped shipping shocking \
    shop shops short should show showed shower shows shut sick side sign signal signed since single sir sister sit \
    site sitting six sixty size sleep slept slow slower slowly small smell smooth so sold solo some somebody someone \
    something sometimes somewhat son sorry sorted spare speedy spot spring staff standing start started statement \
    status stay stayed step still stood stop stopped store stores story straight street stuff such suggestion \
    suggestions sunday superb support sure survey swapped system table take taken takes taking talking tap tasty \
    team technician tell telling tells ten terrible text than thank thankful thanks that that's the their theirs \
    them then there there's therefore these they they'd they're they've thing things think third thirty this those \
    though thought thousand three through thursday thus tickets tidy tier till time times to today together toilets \
    told toll tomorrow ton too took top total town tried trip truck trust try tuesday turned twelve twenty twice two \
    uncomfortable under understand unfriendly unhelpful unit unless unprofessional unsatisfied until up update \
    updates us use used using usual usually value variety very view visit voice wait waited waiter waiting waitress \
    walk walked wall want wanted war ward warm warranty was wasn't water way we we'd we're we've website wednesday \
    week weekend weeks well went were what what's when where whereas whether which while who whoever whole why wife \
    wife's will window winter with within without woman won't wonderful word work worked working works worried worse \
    worst worth would wouldn't writing written wrong wrote year years yes yet you you'd you're you've young your \
    yours";

/// Portuguese.
pub(super) const PORTUGUESE: &str = "\
    a adorei agora ainda ajuda algum alguma alguém amanhã ano anos antes ao aos aplicativo aplicação após aquela \
    aquele aquilo assinatura atencioso atenciosos atendida atendido atendimento atrasada atrasado atraso até barata \
    barato bem boa boas bom bons cancelar cara caro caros certeza chegar chegou cinco cliente clientes cobrança \
    cobraram com comida como compra compras comprei conseguem consegui conseguir consigo conta contra da das de \
    defeito dela dele deles demora demorado demorou depois desde deve deveria deveriam deviam devolução devolveram \
    dia dias difícil dinheiro disso do dois domingo domingos dos duas e ela elas ele eles em empresa encomenda \
    encomendas entre entrega entregas equipa equipe era eram espera esperar esperei essa esse esta estar estava \
    estavam este estou está estão eu excelente excelentes fatura faz fazem fazer fez ficar ficou fila fiquei fiz foi \
    foram fria frio fui funcionária funcionário funcionários fácil gostei gosto havia hoje hora horas há ir isso \
    isto já lenta lento lhe lhes ligação liguei limpa limpo loja lojas mais mal mas me melhor menos meses meu meus \
    minha minhas moça moço muita muitas muito muitos mês na nada nas nem nenhum nenhuma ninguém no nos nossa nosso \
    num numa nunca não nós o obrigada obrigado onde ontem ou outra outras outro outros para parabéns pedido pedidos \
    pela pelas pelo pelos perfeita perfeito pessoal pior pode podem poder poderiam podiam por porque porquê posso \
    pra prazo preço preços problema problemas produto produtos péssima péssimo quais qual qualidade quando quanto \
    quatro que quem quer querem quero reclamar recomendo reembolso resolver resolveram resolveu resolvido ruim ruins \
    rápida rápido satisfeita satisfeito se sem semana semanas sempre senhor senhora ser serviço serviços seu seus \
    sim simpática simpáticas simpático simpáticos sob sobre sua suas são só também te telefone tem tenho ter teve \
    tinha tive toda todas todo todos troca três tu tudo têm um uma umas uns vai veio vem vez vezes vieram você vocês \
    voltar voltarei volto vou vão à às é ótima ótimo ótimos";

/// Catalan.
pub(super) const CATALAN: &str = "\
    a abans ahir això ajuda ajudar al algun alguna algú als altra altre altres amable amables amb anar any anys \
    aplicació aquell aquella aquest aquesta aquestes aquests ara arriba arribar arribat avui baixa barat bo bon bona \
    bones bons botiga botigues bé caixa cambrer cambrera cap car cara cars cinc client clients com compra comprar \
    compres compte content contenta contesta contra cua d de deixen del dels demà des desastre després devolució dia \
    dies diners diumenge diumenges dolent dolenta dues el ell ella elles ells els em empresa en encara ens entre \
    enviament era eren es espera esperar espero estan estava estaven estic està et excel·lent fa factura fan fer fet \
    fins gràcies ha habitacions habitació han haurien hauríeu havia he hem hi ho hora hores i ja jo l la lent les li \
    lliurament lo m m'ha m'han m'ho mai mal malament massa menjar menys mes mesos meu meva millor molt molta moltes \
    molts més n n'hi net neta netes nets ni ningú no noi noia només nosaltres nostra nostre o on paquet pel pels per \
    perfecta perfecte perquè personal però pitjor poc poden poder pot preu preus problema producte puc qualitat quan \
    quant quatre que qui quin quina què recomano res ràpid ràpida s s'ha satisfet sempre sense ser servei serveis \
    setmana setmanes seu seva si sobre soc sóc són t també tard telèfon tenen tenia teu teva tinc tornar tornarem \
    tornaré tot tota totes tots tracte tres trucar truques tu tècnic té un una unes uns us va vaig vam van vegada \
    vegades vol volen voler vosaltres vull és";

/// Galician.
pub(super) const GALICIAN: &str = "\
    a agardando agardar agora algunha alguén algún amable ano anos antes antipático ao aos aplicación aquel ata \
    atención atento axuda axudou aínda baixa barato ben bo boa boas bos caixa cal calidade camareiro cando canto \
    cara caro catro chegar chegou cinco cliente co coa coas cobráronme cola comida como compra con conta contenta \
    contento contra cos da das de debe deberiades deberían deixan dende desastre desde despois devolución diñeiro do \
    domingo domingos dos dous día días dúas dúbida e el ela elas eles empresa en entre entrega era eran esa ese esta \
    estaba estaban estar este estou está están eu excelente facer factura fai fan fixen fixo foi foron fun grazas \
    había hai hora horas hoxe ir iso isto lento leva levo limpa limpo lle lles llo mais mal mañá me mellor mellorar \
    menos mercar mes meses meu meus miña miñas moi moita moitas moito moitos máis na nada nas nin ningunha ninguén \
    ningún no non nos nosa noso nun nunca nunha nós o onde onte ou outra outras outro outros paquete para pedido \
    peor perfecto pero persoal pode poden poder podo pola polas polo polos por porque prezo prezos problema produto \
    que quen quere queren quero rapaz rapaza recomendo rápida rápido se semana semanas sempre sen ser servizo seu \
    seus si sobre son só súa súas tamén tarde te teléfono ten tenda ter teñen teño ti tiven tivo tiña toda todas \
    todo todos trato tres técnico un unha unhas uns vai van veces vergoña veu vez volverei volvo vou vós xa á ás é";

/// French.
pub(super) const FRENCH: &str = "\
    a abîmé accueil achat acheté agréable ai aide aimable aller améliorer an année ans application après argent \
    arrive as attendre attends attente au aucun aucune aujourd'hui aussi autre autres aux avait avant avec avez \
    avoir avons beaucoup bien bon bonne bonnes bons boutique c c'est caisse car ce cela ces cet cette cher chers \
    chez chère cinq client clients clientèle colis commande commandé comme comment compte content contente contre \
    correct corrects d d'un d'une dame dans de demain depuis des deux devriez dimanche doit donc dont du défectueux \
    déjà désagréable déçu déçue elle elles en encore entre entreprise est et excellent excellente excellents facture \
    facturé faire fait faut fois font froid froide heure heures hier il ils j j'ai jamais je jour jours l l'on la \
    laisse le lent les leur leurs livraison livreur livré lui m m'a ma magasin mais mal mauvais mauvaise me meilleur \
    meilleure merci mes mois mon même n n'a n'ai n'est ne ni nos notre nous nul nulle on ont ou où par parfait \
    parfaite pas personne personnel peu peut peux pire plat plus pour pourquoi pouvez prix problème problèmes \
    produit produits propre qu'il qualité quand quatre que queue qui quoi rapide recommande remboursement retard \
    retour reviendrai reçu rien répond résilier s s'est sa sale sans satisfait satisfaite se semaine semaines \
    serveur serveuse service ses si son sont sous souvent suis sur ta te ton toujours tous tout toute toutes trois \
    trop très tu téléphone un une va vers veut veux vont vos votre vous y à ça équipe étaient était été être";

/// Italian.
pub(super) const ITALIAN: &str = "\
    a abbiamo acquistato acquisto agli ai aiuto al alla alle allo altra altri altro anche ancora andare anni anno \
    applicazione arrivata arrivato aspettare aspetto attesa avere aveva azienda bene buona buone buoni buono c'è \
    cameriere cara cari caro cassa cattiva cattivo che chi ci cibo cinque cioè cliente clienti coda come con \
    consegna consiglio contento conto contro cosa cui d da dal dalla degli dei del della delle dello devo di \
    difettoso disdire disponibile disponibili domani domenica dopo dove dovrebbero dovreste due e eccellente \
    economico ed era erano esperienza essere fa fanno fare fatto fattura fra fredda freddo gentile gentili giorni \
    giorno già gli grazie ha hai hanno ho i ieri il in io l la le lei lento lo loro lui ma mai male me meno mese \
    mesi mi mia miei migliorare migliore mille mio molta molte molti molto ne negozi negozio nel nella nessuno \
    niente no noi non nostra nostro nulla né o oggi ora ordinato ordine ore organizzato ottima ottimi ottimo pacco \
    peggio peggiore per perché perfetta perfetto personale pessima pessimo più poco posso possono prezzi prezzo \
    prima problema problemi prodotti prodotto pulita pulito può qualcuno qualità quando quanto quattro quella quello \
    questa questi questo ragazza ragazzo reso riesco rimborso risponde ritardo rotto se sei sempre senza servizio \
    settimana settimane si siamo soddisfatta soddisfatto soldi solo sono sotto sporco stata stati stato su sua sul \
    sulla suo sì te telefono ti tornerò tra tre troppo tu tuo tutta tutte tutti tutto un una uno va vanno veloce \
    verso vi voglio voi volta volte vuole è";

/// German.
pub(super) const GERMAN: &str = "\
    aber alle alles als am an auch auf aus ausgezeichnet bei beim beschädigt besser beste bestellt bestellung \
    bestens bester billig bin bis bist dame dank danke darf das dass defekt dem den denn der des dich die dies diese \
    dieser dieses dir drei du durch ein eine einem einen einer eines er es essen euch firma freundlich fünf für ganz \
    gegen geht gekauft geld geliefert gerne geschäft gestern gibt ging gut gute guten guter gutes günstig habe haben \
    hat hatte heute hilfe hilfsbereit ich ihm ihn ihr ihre ihrer im immer in ist jahr jahre jemand kalt kalte kam \
    kann kasse kauf kein keine keinen kellner klasse komme kommt konnte kunde kunden kundenservice können kündigen \
    laden lange langsam leider lieferung macht mag mal man mehr mein meine meinem meinen meiner mich mir mit \
    mitarbeiter monat morgen muss möchte müssen nach nicht nichts nie niemand noch nur ob oder ohne paket perfekt \
    personal preis preise problem probleme produkt produkte qualität rechnung rückerstattung sauber schlange \
    schlecht schlechte schlechten schlechter schlimm schmutzig schnell schon sehr sein seine seit service sich sie \
    sind so soll sollte sollten sonntag spät stunde stunden super tag tage telefon teuer toll um und unfreundlich \
    unhöflich uns unser unsere unter unzufrieden verbessern viel viele vielen vier vom von vor wann war waren warte \
    wartet warum was weil weniger wenn wer werden wie wieder will wir wird wo woche wochen wurde wurden zu zufrieden \
    zum zur zwei zweimal öffnen über";

/// Dutch.
pub(super) const DUTCH: &str = "\
    aan aankoop aanrader al alle alles als altijd bedankt bedrijf behulpzaam ben bent beschadigd best beste besteld \
    bestelling beter bij binnen dag dagen dank dat de deze die dit doet door drie dus duur een en er erg ervaring \
    eten gaat geen gekocht geld geleverd geregeld ging gisteren goed goede goedkoop graag haar had heb hebben heeft \
    heel helaas hele hem het hij hoe hulp hun iemand iets ik in is jaar je jij jullie kan kapot kassa keer klant \
    klanten klantenservice komt kon koud koude krijg krijgt kunnen kwaliteit kwam laat langzaam leuk levering lukt \
    maand maar mag me medewerker medewerkers meer met mevrouw mij mijn minder moet moeten morgen na naar netjes \
    niemand niet niets nog nooit ober of om onbeleefd onder ons ontevreden onvriendelijk onze ook op open opzeggen \
    over pakket perfect personeel prijs prijzen prima probleem problemen product producten rekening rij schoon \
    service sinds slecht slechte slechter snel staat te tegen telefoon terugbetaling tevreden tot traag twee u uit \
    uitstekend uur uw van vandaag veel verbeteren vier vies vijf voor vriendelijk vriendelijke waar waarom wacht \
    wanneer want waren was wat we week weer weken wel werd wie wij wil willen winkel worden wordt ze zeer zeker zij \
    zijn zo zondag zonder zou zouden";
