"""All routes of this room, for `channels.desk.routes`."""

from channels.desk.tickets import (
    appointment_routes,
    canned_routes,
    document_routes,
    figures_routes,
    file_routes,
    levels_routes,
    routes,
)

TICKETS = (
    routes.router,
    file_routes.router,
    appointment_routes.router,
    document_routes.router,
    canned_routes.in_answer,
    canned_routes.router,
)
COORDINATING = (figures_routes.router, levels_routes.router)
