//! The notice on the processing of personal data. Whoever changes a word of it makes a new edition (`domain::privacy_notice`): the tests
//! hold its words to the edition.

catalogue! {
    title { uk "Обробка персональних даних" en "Processing of personal data" }
    edition(no: i64, day: &str) {
        uk "Редакція {no}, чинна з {day}"
        en "Edition {no}, in force from {day}"
    }
    lead {
        uk "Входячи на сайт або підписуючи цей текст на папері, ви погоджуєтеся на обробку даних, описаних тут, і тільки з цією метою."
        en "By signing in, or by signing this text on paper, you consent to the processing of the data described here, and for this purpose alone."
    }

    who_title { uk "Хто відповідає за дані" en "Who is responsible for the data" }
    who(council: &str, address: &str) { uk "{council}, {address}." en "{council}, {address}." }
    who_no_address(council: &str) { uk "{council}." en "{council}." }

    why_title { uk "Навіщо" en "What for" }
    why {
        uk "Щоб кожен житель відповів один раз, щоб відповідали лише ті, кого питають, і щоб результат можна було перевірити. Підстава – ваша згода (стаття 11 Закону України «Про захист персональних даних»)."
        en "So that each resident answers once, so that only those answer who are asked, and so that the result can be checked. The basis is your consent (Article 11 of the Law of Ukraine “On Personal Data Protection”)."
    }

    what_title { uk "Що зберігаємо" en "What we keep" }
    what_name { uk "Ім’я та дату народження – зашифрованими. Їх передає служба входу або переписує з вашого документа працівник громади." en "Your name and date of birth, encrypted. The sign-in service passes them on, or the community’s staff copy them from your document." }
    what_number {
        uk "Незворотний код вашого РНОКПП, УНЗР чи паспорта, щоб упізнати вас наступного разу. Самих номерів не зберігаємо."
        en "An irreversible code of your RNOKPP, UNZR or passport number, to know you again. The numbers themselves are not kept."
    }
    what_home { uk "Населений пункт, де ви живете, і чим це підтверджено, без номера документа." en "The settlement where you live, and what confirms it, without the number of a document." }
    what_document {
        uk "Документ, який ви надіслали, щоб підтвердити місце проживання, – зашифрованим, доки не буде рішення, щонайдовше 60 днів. Номерів із нього ніхто не записує."
        en "A document that you sent to have your residence confirmed, encrypted, until there is a decision, for 60 days at most. Nobody writes down numbers from it."
    }
    what_organisation {
        uk "Якщо ви дієте від імені організації: від якої, до якого дня й на якій підставі; вашу посаду – зашифрованою. Документ про це – зашифрованим, доки не буде рішення, щонайдовше 60 днів."
        en "If you act for an organisation: for which one, until which day and on what proof; your position, encrypted. A document about it, encrypted, until there is a decision, for 60 days at most."
    }
    what_paper {
        uk "Якщо ви заповнили паперовий бланк: що його внесено, а до зарахування – внесені відповіді, зашифрованими; після зарахування їх видаляють. Скан частини з вашими даними, якщо його зробили, – зашифрованим, 90 днів після закриття опитування."
        en "If you filled in a paper form: that it was entered and, until it is cast, the entered answers, encrypted; after that they are deleted. The scan of the part with your details, if one was made, encrypted, for 90 days after the poll has closed."
    }
    what_mail { uk "Адресу пошти, якщо ви її дали, – зашифрованою." en "Your e-mail address, if you gave one, encrypted." }
    what_part { uk "У яких опитуваннях ви взяли участь." en "In which polls you took part." }
    what_sign_ins {
        uk "Ваші входи, доки вони чинні; ключі доступу та другий крок входу, якщо ви їх додали; що працівники громади робили з вашим записом. Скільки людей увійшло з однієї ділянки мережі, рахуємо лише в пам’яті сервера, без імен, і за добу забуваємо."
        en "Your sign-ins while they hold; passkeys and a second step, if you added them; what the community’s staff did with your record. How many people signed in from one block of addresses is counted in the server’s memory alone, without names, and forgotten after a day."
    }
    what_answers {
        uk "Ваші відповіді. У таємному опитуванні їх зберігають без зв’язку з вашим іменем; у конфіденційному зв’язок зашифровано, а ключ до нього знищують; у відкритому відповіді зберігають разом з іменем. Що саме ми обіцяємо й чого обіцяти не можемо, сказано на сторінці кожного опитування."
        en "Your answers. In a secret poll they are kept without a link to your name; in a confidential one the link is encrypted, and its key is destroyed; in an open one they are kept together with your name. The page of each poll says what exactly is promised, and what cannot be."
    }

    access_title { uk "Хто їх бачить" en "Who sees it" }
    access {
        uk "Працівники громади, яким це доручено, бачать ім’я, дату народження й місце проживання, коли ви показуєте чи надсилаєте їм документ або коли треба розібрати сумнівний вхід чи запис без РНОКПП. Хто й коли відкривав ваш запис, ви бачите в «Моїх даних». Нікому іншому дані не передаємо. Реклами й стеження тут немає; файли cookie потрібні лише для входу та чернетки."
        en "Those of the community’s staff who are charged with it see your name, date of birth and residence when you show or send them a document, or when a doubtful sign-in or a record without an RNOKPP has to be settled. Who opened your record, and when, you see under “My data”. The data is passed on to nobody else. There is no advertising and no tracking; cookies serve sign-in and drafts alone."
    }

    time_title { uk "Як довго" en "How long" }
    time {
        uk "Доки ви не видалите дані. Тоді лишається тільки те, без чого хтось міг би відповісти двічі: запис без імені, код номера та перелік опитувань, у яких ви взяли участь."
        en "Until you delete it. Then only that stays without which somebody could answer twice: a record without a name, the code of the number, and in which polls you took part."
    }

    rights_title { uk "Ваші права" en "Your rights" }
    rights {
        uk "На сторінці «Мої дані» ви можете будь-коли завантажити все, що про вас зберігають, побачити, хто це дивився, і видалити дані. Видалити означає й відкликати згоду."
        en "Under “My data” you can at any time download everything that is kept of you, see who looked at it, and delete it. Deleting it withdraws the consent, too."
    }
    rights_link { uk "Мої дані" en "My data" }
    ombudsman {
        uk "Якщо ви не згодні, напишіть до ради або поскаржтеся Уповноваженому Верховної Ради України з прав людини: вулиця Інститутська, 21/8, Київ, 01008."
        en "If you do not agree, write to the council, or complain to the Ukrainian Parliament Commissioner for Human Rights: 21/8 Instytutska Street, Kyiv, 01008."
    }
}
