"""Who gets what from which address: the rule of access, and the test of it.

A row is a method (ANY: the same for GET and POST), the answers to PEOPLE in their order, a URL pattern, and
after an @ which row of the world the address is about where it is not the usual one. ``{a,b}`` stands for
several patterns, ``<pk>`` for the admin's ``<path:object_id>``. A method without a
row is not allowed there: 405 instead of every answer but sig and adm.

    200  there it is                    sig  to the sign-in page
    422  not with an empty form         adm  to the admin's sign-in, which says that it is not for them
    403  may not come in here at all    idx  to the admin's index, which says that there is no such row
    404  there is no such row for them  302  elsewhere: it is done, or it is at another address

The people: ines interviews in the usual application, mia manages its opening; oscar and max do in the other.
cora coordinates, rosa edits roles, ada administers. cora, mia and max may open the admin here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

PEOPLE = ("anonymous", "ines", "oscar", "cora", "mia", "max", "rosa", "ada")

# signed in: nobody, ines, oscar, cora, mia, max, rosa, ada
TABLE = r"""
# The site
GET  200 200 200 200 200 200 200 200  healthz
ANY  200 302 302 302 302 302 302 302  accounts/sign-in/
GET  sig 405 405 405 405 405 405 405  accounts/sign-out/
POST sig sig sig sig sig sig sig sig  accounts/sign-out/
ANY  sig 200 200 200 200 200 200 200  accounts/password/
GET  sig 200 200 200 200 200 200 200  accounts/password/done/
GET  sig 200 200 200 200 200 200 200  roles/
GET  sig 403 403 403 403 403 200 200  roles/new/
POST sig 403 403 403 403 403 422 422  roles/new/
GET  sig 403 403 403 403 403 200 200  roles/import/
POST sig 403 403 403 403 403 422 422  roles/import/
GET  sig 403 403 403 403 403 200 404  roles/import/<int:batch_pk>/
POST sig 403 403 403 403 403 302 404  roles/import/<int:batch_pk>/{work,discard}/
GET  sig 403 403 403 403 403 200 404  roles/import/<int:batch_pk>/<int:document_pk>/
POST sig 403 403 403 403 403 302 404  roles/import/<int:batch_pk>/<int:document_pk>/{import,skip}/
GET  sig 200 200 200 200 200 200 200  roles/<slug:slug>/
GET  sig 200 200 200 200 200 200 200  roles/<slug:slug>/revisions/<int:number>/
GET  sig 404 404 404 404 404 200 200  roles/<slug:slug>/revisions/<int:number>/ @draft
GET  sig 200 200 200 200 200 200 200  roles/<slug:slug>/revisions/<int:number>/role.<slug:ending>
GET  sig 404 404 404 404 404 200 200  roles/<slug:slug>/revisions/<int:number>/role.<slug:ending> @draft
GET  sig 200 200 200 200 200 200 200  roles/<slug:slug>/revisions/<int:number>/levels/
GET  sig 404 404 404 404 404 200 200  roles/<slug:slug>/revisions/<int:number>/levels/ @draft
GET  sig 200 200 200 200 200 200 200  roles/<slug:slug>/revisions/<int:number>/levels/<int:lower>/<int:upper>/
GET  sig 404 404 404 404 404 200 200  roles/<slug:slug>/revisions/<int:number>/levels/<int:lower>/<int:upper>/ @draft
GET  sig 200 200 200 200 200 200 200  roles/<slug:slug>/differences/
GET  sig 200 200 200 200 200 200 200  roles/<slug:slug>/differences/<int:old>/<int:new>/
GET  sig 404 404 404 404 404 200 200  roles/<slug:slug>/differences/<int:old>/<int:new>/ @draft
GET  sig 403 403 403 403 403 200 200  roles/<slug:slug>/draft/publish/
POST sig 403 403 403 403 403 409 409  roles/<slug:slug>/draft/publish/
GET  sig 200 200 200 200 200 200 200  roles/<slug:slug>/levels/<int:pk>/job-description/
GET  sig 404 404 404 404 404 200 200  roles/<slug:slug>/levels/<int:pk>/job-description/ @draft
GET  sig 200 200 200 200 200 200 200  roles/<slug:slug>/levels/<int:pk>/job-description.md
GET  sig 404 404 404 404 404 200 200  roles/<slug:slug>/levels/<int:pk>/job-description.md @draft
GET  sig 403 403 403 403 403 200 200  roles/<slug:slug>/draft/
POST sig 403 403 403 403 403 302 302  roles/<slug:slug>/draft/start/
GET  sig 403 403 403 403 403 200 200  roles/<slug:slug>/draft/discard/
POST sig 403 403 403 403 403 302 302  roles/<slug:slug>/draft/discard/
POST sig 403 403 403 403 403 302 302  roles/<slug:slug>/draft/removed/<int:pk>/put-back/ @removed
POST sig 403 403 403 403 403 422 422  roles/<slug:slug>/draft/<element:kind>/add/<int:into>/
ANY  sig 403 403 403 403 403 409 409  roles/<slug:slug>/draft/<editable:kind>/<int:pk>/
GET  sig 403 403 403 403 403 200 200  roles/<slug:slug>/draft/<editable:kind>/<int:pk>/ @draft
POST sig 403 403 403 403 403 422 422  roles/<slug:slug>/draft/<editable:kind>/<int:pk>/ @draft
POST sig 403 403 403 403 403 409 409  roles/<slug:slug>/draft/<element:kind>/<int:pk>/remove/
POST sig 403 403 403 403 403 302 302  roles/<slug:slug>/draft/<element:kind>/<int:pk>/remove/ @draft
POST sig 403 403 403 403 403 409 409  roles/<slug:slug>/draft/<element:kind>/<int:pk>/place/
POST sig 403 403 403 403 403 302 302  roles/<slug:slug>/draft/<element:kind>/<int:pk>/place/ @draft
GET  sig 200 200 200 200 200 200 200  skills/
GET  sig 403 403 403 403 403 200 200  skills/new/
POST sig 403 403 403 403 403 422 422  skills/new/
GET  sig 403 403 403 403 403 200 200  skills/review/
POST sig 403 403 403 403 403 302 302  skills/merges/<int:merge_pk>/undo/
GET  sig 200 200 200 200 200 200 200  skills/<int:pk>/
GET  sig 403 403 403 403 403 200 200  skills/<int:pk>/edit/
POST sig 403 403 403 403 403 422 422  skills/<int:pk>/edit/
POST sig 403 403 403 403 403 422 422  skills/<int:pk>/aliases/
POST sig 403 403 403 403 403 302 302  skills/<int:pk>/aliases/<int:alias_pk>/remove/
GET  sig 403 403 403 403 403 200 200  skills/<int:pk>/merge/
POST sig 403 403 403 403 403 422 422  skills/<int:pk>/merge/
POST sig 403 403 403 403 403 302 302  skills/<int:pk>/keep/
GET  sig 403 403 403 200 200 200 200  job-descriptions/
GET  sig 403 403 403 200 200 200 200  job-descriptions/new/<int:level_pk>/
POST sig 403 403 403 422 422 422 422  job-descriptions/new/<int:level_pk>/
ANY  sig 403 403 403 404 404 404 404  job-descriptions/new/<int:level_pk>/ @draft
GET  sig 403 403 403 200 200 200 200  job-descriptions/texts/
GET  sig 403 403 403 200 200 200 200  job-descriptions/texts/new/
POST sig 403 403 403 422 422 422 422  job-descriptions/texts/new/
GET  sig 403 403 403 200 200 200 200  job-descriptions/texts/<int:text_pk>/
POST sig 403 403 403 422 422 422 422  job-descriptions/texts/<int:text_pk>/
GET  sig 403 403 403 200 200 200 200  job-descriptions/<int:pk>/
GET  sig 403 403 403 200 200 200 200  job-descriptions/<int:pk>/facts/
POST sig 403 403 403 422 422 422 422  job-descriptions/<int:pk>/facts/
GET  sig 403 403 403 200 200 200 200  job-descriptions/<int:pk>/changes/
POST sig 403 403 403 409 409 409 409  job-descriptions/<int:pk>/changes/
GET  sig 403 403 403 200 200 200 200  job-descriptions/<int:pk>/copy/
POST sig 403 403 403 422 422 422 422  job-descriptions/<int:pk>/copy/
GET  sig 403 403 403 200 200 200 200  job-descriptions/<int:pk>/discard/
POST sig 403 403 403 302 302 302 302  job-descriptions/<int:pk>/discard/
GET  sig 403 403 403 200 200 200 200  job-descriptions/<int:pk>/job.<slug:suffix>
POST sig 403 403 403 302 302 302 302  job-descriptions/<int:pk>/hints/
POST sig 403 403 403 422 422 422 422  job-descriptions/<int:pk>/section/add/
POST sig 403 403 403 422 422 422 422  job-descriptions/<int:pk>/section/<int:part_pk>/add/
POST sig 403 403 403 409 409 409 409  job-descriptions/<int:pk>/section/<int:part_pk>/text/
GET  sig 403 403 403 200 200 200 200  job-descriptions/<int:pk>/<jobpart:part>/<int:part_pk>/
POST sig 403 403 403 422 422 422 422  job-descriptions/<int:pk>/<jobpart:part>/<int:part_pk>/
POST sig 403 403 403 302 302 302 302  job-descriptions/<int:pk>/<jobpart:part>/<int:part_pk>/{leave-out,put-back,restore,place}/
POST sig 403 403 403 409 409 409 409  job-descriptions/<int:pk>/<jobpart:part>/<int:part_pk>/delete/
GET  sig 403 403 403 200 200 200 200  job-descriptions/<int:pk>/publish/
POST sig 403 403 403 409 409 409 409  job-descriptions/<int:pk>/publish/
GET  sig 403 403 403 200 200 200 200  job-descriptions/<int:pk>/withdraw/
POST sig 403 403 403 409 409 409 409  job-descriptions/<int:pk>/withdraw/
GET  sig 403 403 403 200 200 200 200  job-descriptions/<int:pk>/publications/
GET  sig 403 403 403 404 404 404 404  job-descriptions/<int:pk>/publications/<int:number>/
GET  sig 403 403 403 200 200 200 200  job-descriptions/<int:pk>/publications/<int:number>/ @online
GET  200 200 200 200 200 200 200 200  jobs/
GET  200 200 200 200 200 200 200 200  jobs/{feed.atom,sitemap.xml}
GET  404 404 404 404 404 404 404 404  jobs/<slug:slug>/
GET  200 200 200 200 200 200 200 200  jobs/<slug:slug>/ @online
GET  sig 200 200 200 200 200 200 200  (home)
GET  sig 200 200 200 200 200 200 200  openings/
GET  sig 403 403 403 200 200 403 200  openings/new/
GET  sig 403 403 403 200 200 403 200  openings/new/<int:level_pk>/
POST sig 403 403 403 422 422 403 422  openings/new/<int:level_pk>/
ANY  sig 403 403 403 404 404 403 404  openings/new/<int:level_pk>/ @draft
GET  sig 404 404 200 200 404 404 200  openings/<int:pk>/
GET  sig 404 404 200 404 200 404 200  openings/<int:pk>/ @other
POST sig 404 404 404 302 404 404 302  openings/<int:pk>/close/
GET  sig 404 404 404 200 404 404 200  openings/<int:pk>/plan/
POST sig 404 404 404 422 404 404 422  openings/<int:pk>/plan/
POST sig 404 404 404 302 404 404 302  openings/<int:pk>/plan/ready/
GET  sig 404 404 404 200 404 404 200  openings/<int:pk>/criteria/new/
POST sig 404 404 404 422 404 404 422  openings/<int:pk>/criteria/new/
GET  sig 404 404 404 200 404 404 200  openings/<int:pk>/criteria/<int:criterion_pk>/
POST sig 404 404 404 422 404 404 422  openings/<int:pk>/criteria/<int:criterion_pk>/
POST sig 404 404 404 302 404 404 302  openings/<int:pk>/criteria/<int:criterion_pk>/remove/
GET  sig 404 404 404 200 404 404 200  openings/<int:pk>/repin/ @outdated
POST sig 404 404 404 409 404 404 409  openings/<int:pk>/repin/ @outdated
ANY  sig 404 404 404 302 404 404 302  openings/<int:pk>/repin/
GET  sig 404 404 404 200 404 404 404  openings/<int:pk>/compare/
GET  sig 404 404 404 404 200 404 404  openings/<int:pk>/compare/ @other
GET  sig 404 404 404 200 404 404 200  openings/<int:pk>/rounds/<int:round_pk>/questions/
POST sig 404 404 404 422 404 404 422  openings/<int:pk>/rounds/<int:round_pk>/questions/
POST sig 404 404 404 422 404 404 422  openings/<int:pk>/rounds/<int:round_pk>/questions/take/
GET  sig 404 404 404 200 404 404 200  openings/<int:pk>/rounds/<int:round_pk>/questions/<int:question_pk>/
POST sig 404 404 404 422 404 404 422  openings/<int:pk>/rounds/<int:round_pk>/questions/<int:question_pk>/
GET  sig 404 404 404 200 404 404 200  openings/<int:pk>/rounds/<int:round_pk>/questions/<int:question_pk>/remove/
POST sig 404 404 404 302 404 404 302  openings/<int:pk>/rounds/<int:round_pk>/questions/<int:question_pk>/remove/
POST sig 404 404 404 302 404 404 302  openings/<int:pk>/rounds/<int:round_pk>/questions/<int:question_pk>/place/
GET  sig 404 404 404 200 404 404 200  openings/<int:pk>/rounds/<int:round_pk>/interviewers/
POST sig 404 404 404 302 404 404 302  openings/<int:pk>/rounds/<int:round_pk>/interviewers/
GET  sig 404 404 200 200 404 404 200  openings/<int:pk>/applications/new/
POST sig 404 404 422 422 404 404 422  openings/<int:pk>/applications/new/
GET  sig 200 404 200 200 404 404 200  applications/<int:pk>/
GET  sig 404 200 200 404 200 404 200  applications/<int:pk>/ @other
GET  sig 302 302 302 302 302 302 302  applications/<int:pk>/notes/<int:criterion_pk>/
POST sig 404 404 404 422 404 404 404  applications/<int:pk>/notes/<int:criterion_pk>/
GET  sig 302 302 302 302 302 302 302  applications/<int:pk>/notes/<int:criterion_pk>/ @other
POST sig 404 404 404 404 409 404 404  applications/<int:pk>/notes/<int:criterion_pk>/ @other
GET  sig 302 302 302 302 302 302 302  applications/<int:pk>/decision/
POST sig 404 404 404 422 404 404 404  applications/<int:pk>/decision/
GET  sig 302 302 302 302 302 302 302  applications/<int:pk>/decision/ @other
POST sig 404 404 404 404 409 404 404  applications/<int:pk>/decision/ @other
GET  sig 404 404 404 302 404 404 404  applications/<int:pk>/decision/reopen/
POST sig 404 404 404 422 404 404 404  applications/<int:pk>/decision/reopen/
GET  sig 404 404 404 404 200 404 404  applications/<int:pk>/decision/reopen/ @other
POST sig 404 404 404 404 422 404 404  applications/<int:pk>/decision/reopen/ @other
ANY  sig 404 404 404 404 404 404 404  applications/<int:pk>/letter/
GET  sig 404 404 404 404 200 404 404  applications/<int:pk>/letter/ @other
POST sig 404 404 404 404 422 404 404  applications/<int:pk>/letter/ @other
GET  sig 404 404 404 200 404 404 404  applications/<int:pk>/gap/{,gap.pdf}
GET  sig 404 200 404 404 200 404 404  applications/<int:pk>/gap/{,gap.pdf} @other
GET  sig 404 404 200 200 404 404 200  applications/<int:pk>/rounds/<int:round_pk>/
POST sig 404 404 422 422 404 404 422  applications/<int:pk>/rounds/<int:round_pk>/
GET  sig 404 404 200 200 404 404 200  applications/<int:pk>/resume/
POST sig 404 404 422 422 404 404 422  applications/<int:pk>/resume/
POST sig 404 404 302 302 404 404 302  applications/<int:pk>/resume/remove/
GET  sig 200 404 200 200 404 404 200  applications/<int:pk>/resume/file/
GET  sig 404 200 200 404 200 404 200  applications/<int:pk>/resume/file/ @other
GET  sig 200 404 200 200 404 404 200  interviews/<int:pk>/{kit/,kit.pdf}
GET  sig 404 200 200 404 200 404 200  interviews/<int:pk>/{kit/,kit.pdf} @other
GET  sig 403 403 200 200 200 403 200  candidates/
POST sig 403 403 200 200 200 403 200  candidates/
GET  sig 403 403 200 200 404 403 200  candidates/<int:pk>/
GET  sig 403 403 200 404 200 403 200  candidates/<int:pk>/ @other
GET  sig 404 404 200 200 404 404 200  interviews/<int:pk>/cancel/
POST sig 404 404 422 422 404 404 422  interviews/<int:pk>/cancel/
GET  sig 200 404 200 200 404 404 200  interviews/<int:pk>/interview.ics
GET  sig 404 200 200 404 200 404 200  interviews/<int:pk>/interview.ics @other
GET  sig 302 404 404 404 404 404 404  scorecards/<int:pk>/reminders/
POST sig 302 404 404 404 404 404 404  scorecards/<int:pk>/reminders/
GET  sig 200 404 404 404 404 404 404  scorecards/<int:pk>/reminders/ @due
POST sig 422 404 404 404 404 404 404  scorecards/<int:pk>/reminders/ @due
GET  sig 200 404 404 404 404 404 404  scorecards/<int:pk>/
POST sig 302 404 404 404 404 404 404  scorecards/<int:pk>/
GET  sig 404 200 404 404 404 404 404  scorecards/<int:pk>/ @other
POST sig 404 302 404 404 404 404 404  scorecards/<int:pk>/ @other
GET  sig 200 404 404 404 404 404 404  scorecards/<int:pk>/submit/
POST sig 409 404 404 404 404 404 404  scorecards/<int:pk>/submit/
ANY  sig 404 302 404 404 404 404 404  scorecards/<int:pk>/submit/ @other
GET  sig 200 404 404 404 404 404 404  scorecards/<int:pk>/scorecard.pdf
GET  sig 404 200 404 404 404 404 404  scorecards/<int:pk>/scorecard.pdf @other
POST sig 422 404 404 404 404 404 404  scorecards/<int:pk>/ratings/<int:rating_pk>/
POST sig 404 422 404 404 404 404 404  scorecards/<int:pk>/ratings/<int:rating_pk>/ @other
POST sig 422 404 404 404 404 404 404  scorecards/<int:pk>/ratings/<int:rating_pk>/evidence/
POST sig 404 422 404 404 404 404 404  scorecards/<int:pk>/ratings/<int:rating_pk>/evidence/ @other
ANY  sig 302 404 404 404 404 404 404  scorecards/<int:pk>/ratings/<int:rating_pk>/amend/
GET  sig 404 200 404 404 404 404 404  scorecards/<int:pk>/ratings/<int:rating_pk>/amend/ @other
POST sig 404 422 404 404 404 404 404  scorecards/<int:pk>/ratings/<int:rating_pk>/amend/ @other
POST sig 422 404 404 404 404 404 404  scorecards/<int:pk>/handover/
POST sig 404 422 404 404 404 404 404  scorecards/<int:pk>/handover/ @other
GET  sig 200 404 404 404 404 404 404  scorecards/<int:pk>/recuse/
POST sig 422 404 404 404 404 404 404  scorecards/<int:pk>/recuse/
ANY  sig 404 302 404 404 404 404 404  scorecards/<int:pk>/recuse/ @other
GET  sig 403 403 403 403 403 403 200  scorecards/<int:pk>/reopen/
POST sig 403 403 403 403 403 403 422  scorecards/<int:pk>/reopen/

# The admin: people and groups are for administrators
ANY  adm adm adm 200 200 200 200 200  admin/
ANY  sig 403 403 403 403 403 403 403  admin/login/
GET  adm idx idx 405 405 405 405 405  admin/logout/
POST adm idx idx sig sig sig sig sig  admin/logout/
ANY  adm adm adm 200 200 200 200 200  admin/password_change/
GET  adm adm adm 200 200 200 200 200  admin/password_change/done/
GET  adm adm adm 403 403 403 403 403  admin/autocomplete/
GET  adm adm adm 200 200 200 200 200  admin/jsi18n/
ANY  adm adm adm 302 302 302 302 302  admin/r/<path:content_type_id>/<pk>/
ANY  sig adm adm 403 403 403 403 200  admin/auth/group/
ANY  sig adm adm 403 403 403 403 200  admin/auth/group/add/
ANY  sig adm adm 403 403 403 403 200  admin/auth/group/<pk>/history/
GET  sig adm adm 403 403 403 403 200  admin/auth/group/<pk>/delete/
POST sig adm adm 403 403 403 403 302  admin/auth/group/<pk>/delete/
ANY  sig adm adm 403 403 403 403 200  admin/auth/group/<pk>/change/
ANY  sig adm adm 302 302 302 302 302  admin/auth/group/<pk>/
ANY  sig adm adm 403 403 403 403 200  admin/accounts/user/<id>/password/
ANY  sig adm adm 403 403 403 403 200  admin/accounts/user/
ANY  sig adm adm 403 403 403 403 200  admin/accounts/user/add/
ANY  sig adm adm 403 403 403 403 200  admin/accounts/user/<pk>/history/
ANY  sig adm adm 403 403 403 403 403  admin/accounts/user/<pk>/delete/
ANY  sig adm adm 403 403 403 403 200  admin/accounts/user/<pk>/change/
ANY  sig adm adm 302 302 302 302 302  admin/accounts/user/<pk>/
ANY  sig adm adm 403 403 403 403 200  admin/accounts/event/
ANY  sig adm adm 403 403 403 403 403  admin/accounts/event/add/
ANY  sig adm adm 403 403 403 403 200  admin/accounts/event/<pk>/history/
ANY  sig adm adm 403 403 403 403 403  admin/accounts/event/<pk>/delete/
GET  sig adm adm 403 403 403 403 200  admin/accounts/event/<pk>/change/
POST sig adm adm 403 403 403 403 403  admin/accounts/event/<pk>/change/
ANY  sig adm adm 302 302 302 302 302  admin/accounts/event/<pk>/
ANY  adm adm adm 200 200 200 404 200  admin/^(?P<app_label>accounts|auth|roleprofiles|interviews)/$
ANY  adm adm adm 404 404 404 404 404  admin/(?P<url>.*)$

# Role profiles in the admin are for role editors
ANY  sig adm adm 403 403 403 200 200  admin/roleprofiles/{growthpath,questionset,level,skilllist}/
ANY  sig adm adm 403 403 403 200 200  admin/roleprofiles/requirement/
ANY  sig adm adm 403 403 403 302 302  admin/roleprofiles/requirement/{move,category,skill}/
ANY  sig adm adm 403 403 403 302 302  admin/roleprofiles/skill/{category,merge,review}/
ANY  sig adm adm 403 403 403 200 200  admin/roleprofiles/{revision,role,skill}/
ANY  sig adm adm 403 403 403 200 200  admin/roleprofiles/bankquestion/
ANY  sig adm adm 403 403 403 200 200  admin/roleprofiles/bankquestion/{add,<pk>/history,<pk>/change}/
GET  sig adm adm 403 403 403 200 200  admin/roleprofiles/bankquestion/<pk>/delete/
POST sig adm adm 403 403 403 302 302  admin/roleprofiles/bankquestion/<pk>/delete/
ANY  sig adm adm 302 302 302 302 302  admin/roleprofiles/bankquestion/<pk>/
ANY  sig adm adm 403 403 403 403 403  admin/roleprofiles/{growthpath,questionset,level}/add/
ANY  sig adm adm 403 403 403 403 403  admin/roleprofiles/{skilllist,requirement,revision}/add/
ANY  sig adm adm 403 403 403 200 200  admin/roleprofiles/{growthpath,questionset}/<pk>/history/
ANY  sig adm adm 403 403 403 200 200  admin/roleprofiles/{level,skilllist,requirement}/<pk>/history/
ANY  sig adm adm 403 403 403 200 200  admin/roleprofiles/{revision,role,skill}/<pk>/history/
GET  sig adm adm 403 403 403 200 200  admin/roleprofiles/{growthpath,questionset}/<pk>/delete/
GET  sig adm adm 403 403 403 200 200  admin/roleprofiles/{level,requirement}/<pk>/delete/
GET  sig adm adm 403 403 403 200 200  admin/roleprofiles/{skilllist,revision,skill}/<pk>/delete/
POST sig adm adm 403 403 403 302 302  admin/roleprofiles/{growthpath,questionset}/<pk>/delete/
POST sig adm adm 403 403 403 302 302  admin/roleprofiles/{level,requirement}/<pk>/delete/
POST sig adm adm 403 403 403 302 302  admin/roleprofiles/{skilllist,revision}/<pk>/delete/
GET  sig adm adm 403 403 403 200 200  admin/roleprofiles/{growthpath,questionset}/<pk>/change/
GET  sig adm adm 403 403 403 200 200  admin/roleprofiles/{level,skilllist,requirement}/<pk>/change/
GET  sig adm adm 403 403 403 200 200  admin/roleprofiles/{revision,role,skill}/<pk>/change/
POST sig adm adm 403 403 403 200 200  admin/roleprofiles/{growthpath,questionset}/<pk>/change/
POST sig adm adm 403 403 403 200 200  admin/roleprofiles/{level,requirement}/<pk>/change/
POST sig adm adm 403 403 403 200 200  admin/roleprofiles/{skilllist,revision,skill}/<pk>/change/
ANY  sig adm adm 302 302 302 302 302  admin/roleprofiles/{growthpath,questionset}/<pk>/
ANY  sig adm adm 302 302 302 302 302  admin/roleprofiles/{level,skilllist,requirement}/<pk>/
ANY  sig adm adm 302 302 302 302 302  admin/roleprofiles/{revision,role,skill}/<pk>/
GET  sig adm adm 403 403 403 200 200  admin/roleprofiles/{level,revision}/<pk>/change/ @published
POST sig adm adm 403 403 403 403 403  admin/roleprofiles/{level,revision}/<pk>/change/ @published
GET  sig adm adm 403 403 403 405 405  admin/roleprofiles/role/<int:role_pk>/start-draft/
POST sig adm adm 403 403 403 302 302  admin/roleprofiles/role/<int:role_pk>/start-draft/
ANY  sig adm adm 403 403 403 200 200  admin/roleprofiles/{role,skill}/add/
ANY  sig adm adm 403 200 200 200 200  admin/roleprofiles/{jobdescription,standardtext}/
ANY  sig adm adm 403 403 403 403 403  admin/roleprofiles/{jobdescription,standardtext}/add/
ANY  sig adm adm 403 200 200 200 200  admin/roleprofiles/{jobdescription,standardtext}/<pk>/history/
ANY  sig adm adm 403 403 403 403 403  admin/roleprofiles/{jobdescription,standardtext}/<pk>/delete/
GET  sig adm adm 403 200 200 200 200  admin/roleprofiles/{jobdescription,standardtext}/<pk>/change/
POST sig adm adm 403 403 403 403 403  admin/roleprofiles/{jobdescription,standardtext}/<pk>/change/
ANY  sig adm adm 302 302 302 302 302  admin/roleprofiles/{jobdescription,standardtext}/<pk>/
ANY  sig adm adm 403 403 403 403 403  admin/roleprofiles/role/<pk>/delete/
POST sig adm adm 403 403 403 403 403  admin/roleprofiles/role/<pk>/change/
POST sig adm adm 403 403 403 200 200  admin/roleprofiles/skill/<pk>/delete/

# Hiring cases in the admin: the rows are those of the site
ANY  sig adm adm 200 200 200 403 200  admin/interviews/{candidate,application,decision}/
ANY  sig adm adm 200 200 200 403 200  admin/interviews/{opening,interview,scorecard}/
ANY  sig adm adm 200 403 403 403 200  admin/interviews/candidate/add/
ANY  sig adm adm 200 200 idx idx 200  admin/interviews/{candidate,application}/<pk>/history/
ANY  sig adm adm 200 200 idx idx 200  admin/interviews/{opening,interview}/<pk>/history/
ANY  sig adm adm 403 403 403 403 403  admin/interviews/{candidate,application}/<pk>/delete/
ANY  sig adm adm 403 403 403 403 403  admin/interviews/decision/<pk>/delete/
ANY  sig adm adm 403 403 403 403 403  admin/interviews/{opening,interview,scorecard}/<pk>/delete/
GET  sig adm adm 200 200 idx 403 200  admin/interviews/{candidate,application}/<pk>/change/
GET  sig adm adm 200 200 idx 403 200  admin/interviews/{opening,interview}/<pk>/change/
POST sig adm adm 200 403 403 403 200  admin/interviews/candidate/<pk>/change/
ANY  sig adm adm 302 302 302 302 302  admin/interviews/{candidate,application,decision}/<pk>/
ANY  sig adm adm 302 302 302 302 302  admin/interviews/{opening,interview,scorecard}/<pk>/
ANY  sig adm adm 200 200 200 403 200  admin/interviews/{application,interview}/add/
POST sig adm adm 403 403 403 403 403  admin/interviews/{application,decision}/<pk>/change/
ANY  sig adm adm 403 403 403 403 403  admin/interviews/{decision,opening,scorecard}/add/
ANY  sig adm adm idx idx 200 idx idx  admin/interviews/decision/<pk>/history/
GET  sig adm adm idx idx 200 403 idx  admin/interviews/decision/<pk>/change/
GET  sig adm adm 200 200 200 403 200  admin/interviews/{opening,interview}/people/
POST sig adm adm 403 200 idx 403 200  admin/interviews/opening/<pk>/change/
POST sig adm adm 200 200 idx 403 200  admin/interviews/interview/<pk>/change/
ANY  sig adm adm idx idx idx idx idx  admin/interviews/scorecard/<pk>/history/
ANY  sig adm adm idx idx idx 403 idx  admin/interviews/scorecard/<pk>/change/
GET  sig adm adm idx idx 200 403 idx  admin/interviews/scorecard/<pk>/change/ @other
POST sig adm adm idx idx 403 403 idx  admin/interviews/scorecard/<pk>/change/ @other
"""  # noqa: E501 - addresses are as long as they are

Row = tuple[str, str]  # a pattern and a case
Answers = dict[tuple[Row, str], dict[str, str]]


def table() -> Answers:
    """The answers by row and method, to each person."""
    found: Answers = {}
    for line in filter(None, TABLE.split("\n")):
        if not line.startswith("#"):
            method, *answers, pattern = line.replace(" @", "@").split()
            for row in _rows(pattern):
                for one in ("GET", "POST") if method == "ANY" else (method,):
                    found[row, one] = dict(zip(PEOPLE, answers, strict=True))
    return {(row, one): _answers(found, row, one) for row, _ in found for one in ("GET", "POST")}


def _rows(words: str) -> Iterator[Row]:
    """``admin/{a,b}/@other`` is two rows."""
    pattern, _, case = words.replace("(home)", "").replace("<pk>", "<path:object_id>").partition("@")
    several = re.search(r"\{(.*)\}", pattern)
    for name in several[1].split(",") if several else [""]:
        yield (pattern.replace(several[0], name) if several else pattern), case


def _answers(found: Answers, row: Row, method: str) -> dict[str, str]:
    if (row, method) in found:
        return found[row, method]
    other = found[row, "POST" if method == "GET" else "GET"]
    return {person: said if said in ("sig", "adm") else "405" for person, said in other.items()}
