"""Words that people here use for the same thing, in English and French.

Each line is one thing. A search for any word of it finds every other, so that a question asked in
one language meets the answer given in the other. Kept short on purpose: only what means the same
to everyone who asks the police something.
"""

from __future__ import annotations

from typing import Final

SAME: Final = tuple(
    tuple(line.split())
    for line in """
    officer officers police cop cops constable policeman policewoman policier policière agent agente agents
    camera cam cams caméra caméras footage video film filming recording recordings record recorded
    bike bikes bicycle bicycles vélo vélos
    car cars vehicle vehicles voiture voitures véhicule
    complaint complaints complain plainte plaintes
    training trained train taught course formation formé formés
    force violence
    taser tasers
    arrest arrests arrested arrestation arrestations
    stop stops stopped check checks pulled interpellation interpellations
    search searches searched fouille fouilles
    ticket tickets fine fines contravention contraventions
    patrol patrols patrolling patrouille patrouilles
    night nights nightly nuit nuits
    year years yearly année années annuel
    school schools école écoles
    child children kid kids enfant enfants
    teenager teenagers teen teens youth minor adolescent adolescente jeune jeunes
    race racial ethnicity ethnic raciale ethnique
    number numbers statistics figures data chiffre chiffres statistiques données
    rule rules policy policies directive directives règle règles politique politiques
    crisis crises crise
    de-escalation deescalation calm désescalade
    chase chases chasing pursuit poursuite poursuites
    drone drones
    protest protests protester protesters demonstration demonstrations manifestation manifestations
    immigration immigrant immigrants papers papiers
    custody detention détention
    die dies died death deaths décès mort meurt
    investigate investigates investigation enquête enquêter
    oversight surveillance
    autism autistic autisme autiste
    help assistance aide
    report reported reporting signaler signalement
    file files dossier dossiers
    station poste
    budget money argent
    language languages langue langues
    dog dogs chien chiens
    park parc
    closed shut fermé fermée
    stolen theft thefts volé volés vol vols
    emergency emergencies urgence urgences
    woman women femme femmes
    light lights lamp lamps lampadaire
    safe safety sécurité
    meeting forum forums réunion rencontre
    answer answers reply response réponse réponses
    question questions
    hate haine haineux
    home house houses maison
    fast quick quickly rapide vite
    """.strip().splitlines()
)
