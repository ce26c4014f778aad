# -*- coding: utf-8 -*-

################################################################################
## Form generated from reading UI file 'packing_pane.ui'
##
## Created by: Qt User Interface Compiler version 6.11.3
##
## WARNING! All changes made in this file will be lost when recompiling UI file!
################################################################################

from PySide6.QtCore import (QCoreApplication, QDate, QDateTime, QLocale,
    QMetaObject, QObject, QPoint, QRect,
    QSize, QTime, QUrl, Qt)
from PySide6.QtGui import (QBrush, QColor, QConicalGradient, QCursor,
    QFont, QFontDatabase, QGradient, QIcon,
    QImage, QKeySequence, QLinearGradient, QPainter,
    QPalette, QPixmap, QRadialGradient, QTransform)
from PySide6.QtWidgets import (QApplication, QHBoxLayout, QSizePolicy, QStackedWidget,
    QVBoxLayout, QWidget)

from desktop_oms.ui.widgets.pack_bars import (CommandBar, PackTop)
from desktop_oms.ui.widgets.pack_cards import (NoteCard, ParcelCard, TablesCard)
from desktop_oms.ui.widgets.pack_flood import FloodField
from desktop_oms.ui.widgets.pack_help import HelpField
from desktop_oms.ui.widgets.pack_queue import QueueView

class Ui_PackingPane(object):
    def setupUi(self, PackingPane):
        if not PackingPane.objectName():
            PackingPane.setObjectName(u"PackingPane")
        PackingPane.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.paneLayout = QVBoxLayout(PackingPane)
        self.paneLayout.setSpacing(0)
        self.paneLayout.setObjectName(u"paneLayout")
        self.paneLayout.setContentsMargins(0, 0, 0, 0)
        self.packTop = PackTop(PackingPane)
        self.packTop.setObjectName(u"packTop")

        self.paneLayout.addWidget(self.packTop)

        self.packBody = QWidget(PackingPane)
        self.packBody.setObjectName(u"packBody")
        self.packBody.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.bodyLayout = QVBoxLayout(self.packBody)
        self.bodyLayout.setSpacing(0)
        self.bodyLayout.setObjectName(u"bodyLayout")
        self.bodyLayout.setContentsMargins(16, 0, 16, 0)
        self.bodyStack = QStackedWidget(self.packBody)
        self.bodyStack.setObjectName(u"bodyStack")
        self.bodyStack.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.workPage = QWidget()
        self.workPage.setObjectName(u"workPage")
        self.workPage.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.workLayout = QHBoxLayout(self.workPage)
        self.workLayout.setSpacing(16)
        self.workLayout.setObjectName(u"workLayout")
        self.workLayout.setContentsMargins(0, 0, 0, 0)
        self.packStack = QStackedWidget(self.workPage)
        self.packStack.setObjectName(u"packStack")
        self.packStack.setFocusPolicy(Qt.FocusPolicy.NoFocus)

        self.workLayout.addWidget(self.packStack)

        self.sideColumn = QWidget(self.workPage)
        self.sideColumn.setObjectName(u"sideColumn")
        self.sideColumn.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.sideLayout = QVBoxLayout(self.sideColumn)
        self.sideLayout.setSpacing(12)
        self.sideLayout.setObjectName(u"sideLayout")
        self.sideLayout.setContentsMargins(0, 0, 0, 0)
        self.noteCard = NoteCard(self.sideColumn)
        self.noteCard.setObjectName(u"noteCard")

        self.sideLayout.addWidget(self.noteCard)

        self.parcelCard = ParcelCard(self.sideColumn)
        self.parcelCard.setObjectName(u"parcelCard")

        self.sideLayout.addWidget(self.parcelCard)

        self.tablesCard = TablesCard(self.sideColumn)
        self.tablesCard.setObjectName(u"tablesCard")

        self.sideLayout.addWidget(self.tablesCard)

        self.queueView = QueueView(self.sideColumn)
        self.queueView.setObjectName(u"queueView")

        self.sideLayout.addWidget(self.queueView)

        self.sideLayout.setStretch(3, 1)

        self.workLayout.addWidget(self.sideColumn)

        self.workLayout.setStretch(0, 1)
        self.bodyStack.addWidget(self.workPage)
        self.floodField = FloodField()
        self.floodField.setObjectName(u"floodField")
        self.bodyStack.addWidget(self.floodField)
        self.helpField = HelpField()
        self.helpField.setObjectName(u"helpField")
        self.bodyStack.addWidget(self.helpField)

        self.bodyLayout.addWidget(self.bodyStack)


        self.paneLayout.addWidget(self.packBody)

        self.commandBar = CommandBar(PackingPane)
        self.commandBar.setObjectName(u"commandBar")

        self.paneLayout.addWidget(self.commandBar)

        self.paneLayout.setStretch(1, 1)

        self.retranslateUi(PackingPane)

        QMetaObject.connectSlotsByName(PackingPane)
    # setupUi

    def retranslateUi(self, PackingPane):
        pass
    # retranslateUi

